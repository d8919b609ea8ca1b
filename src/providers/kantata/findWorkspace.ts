import { plainText } from '../../zapier/fields/outputField.ts';
import { findByName, matchField } from '../../zapier/findByName.ts';
import { text } from '../../zapier/schemas/text.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listWorkspaces } from './workspaces.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'project',
	label: 'Find Project',
	description: 'Finds a project by title.',
	input: { name: text({ label: 'Title', placeholder: 'Website relaunch' }), match: matchField() },
	output: { id: plainText, name: plainText },
	sample: { id: '41654325', name: 'Website relaunch' },
	perform: async (wanted, session) => {
		const found = await findByName(session, wanted, listWorkspaces(session, { search: wanted.name }), listWorkspaces(session));
		return found.map(({ id, name }) => ({ id, name }));
	},
});
