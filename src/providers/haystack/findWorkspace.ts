import { findByName, matchField } from '../../zapier/findByName.ts';
import { text } from '../../zapier/schemas/text.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listWorkspaces, Workspace } from './workspaces.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by name.',
	input: { name: text({ label: 'Name', placeholder: 'default' }), match: matchField() },
	output: Workspace,
	sample: { id: '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21', name: 'default' },
	perform: (wanted, session) => findByName(session, wanted, undefined, listWorkspaces(session)),
});
