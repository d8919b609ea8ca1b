import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listWorkspaces, Workspace } from './workspaces.ts';

export const newWorkspace = defineTrigger({
	key: 'new_workspace',
	noun: 'workspace',
	label: 'New Workspace',
	description: 'Triggers when a workspace is created.',
	output: Workspace,
	sample: { id: '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21', name: 'default' },
	// Workspaces have no documented date, so they stay in the order of the platform. Zapier tells the new ones by their ids.
	list: (session, poll) => readNewest(session, poll, listWorkspaces(session), () => null),
});
