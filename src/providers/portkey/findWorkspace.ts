import * as z from 'zod/mini';
import { outputLabel } from '../../zapier/fields/outputFields.ts';
import { findByName, matchField } from '../../zapier/findByName.ts';
import { plainText } from '../../zapier/schemas/output.ts';
import { text } from '../../zapier/schemas/text.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listWorkspaces } from './workspaces.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by name.',
	input: { name: text({ label: 'Name', placeholder: 'Engineering' }), match: matchField() },
	output: { id: z.string().register(outputLabel, { label: 'Slug' }), name: plainText },
	sample: { id: 'ws-engine-4d5e6f', name: 'Engineering' },
	perform: (wanted, session) => findByName(session, wanted, listWorkspaces(session, wanted.name), listWorkspaces(session)),
});
