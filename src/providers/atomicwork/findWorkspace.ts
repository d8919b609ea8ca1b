import { plainText } from '../../zapier/fields/outputField.ts';
import { findByName, matchField } from '../../zapier/findByName.ts';
import { text } from '../../zapier/schemas/text.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listWorkspaces } from './workspaces.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by name.',
	input: { name: text({ label: 'Name', placeholder: 'IT Service Desk' }), match: matchField() },
	output: { id: plainText, name: plainText },
	sample: { id: '42', name: 'IT Service Desk' },
	perform: (wanted, session) => findByName(session, wanted, listWorkspaces(session, wanted.name), listWorkspaces(session)),
});
