import { dateTimeOrNull, plainText } from '../../zapier/fields/outputField.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listWorkspaces } from './workspaces.ts';

export const newWorkspace = defineTrigger({
	key: 'new_workspace',
	noun: 'project',
	label: 'New Project',
	description: 'Triggers when a project is created.',
	output: { id: plainText, name: plainText, created_at: dateTimeOrNull },
	sample: { id: '41654325', name: 'Website relaunch', created_at: '2026-10-05T14:48:00Z' },
	list: async (session, poll) => {
		const projects = await readNewest(session, poll, listWorkspaces(session), ({ created_at }) => created_at);
		return projects.map(({ id, name, created_at }) => ({ id, name, created_at }));
	},
});
