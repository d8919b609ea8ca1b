import { plainText } from '../../zapier/fields/outputField.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listWorkspaces } from './workspaces.ts';

export const newWorkspace = defineTrigger({
	key: 'new_workspace',
	noun: 'workspace',
	label: 'New Workspace',
	description: 'Triggers when a workspace is created.',
	output: { id: plainText, name: plainText },
	sample: { id: '42', name: 'IT Service Desk' },
	// No date is documented; ids grow.
	list: (session, poll) => readNewest(session, poll, listWorkspaces(session), () => null),
});
