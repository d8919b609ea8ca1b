import { dateTimeOrNull, labelled, plainText } from '../../zapier/fields/outputField.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listDatedWorkspaces } from './workspaces.ts';

export const newWorkspace = defineTrigger({
	key: 'new_workspace',
	noun: 'workspace',
	label: 'New Workspace',
	description: 'Triggers when a workspace is created.',
	output: {
		id: labelled(plainText, 'Slug'),
		name: plainText,
		created_at: dateTimeOrNull,
	},
	sample: { id: 'ws-engine-4d5e6f', name: 'Engineering', created_at: '2026-10-05T14:48:00Z' },
	list: (session, poll) => readNewest(session, poll, listDatedWorkspaces(session), ({ created_at }) => created_at),
});
