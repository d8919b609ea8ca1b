import * as z from 'zod/mini';
import { outputLabel } from '../../zapier/fields/outputFields.ts';
import { dateTimeOrNull, plainText } from '../../zapier/schemas/output.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listDatedWorkspaces } from './workspaces.ts';

export const newWorkspace = defineTrigger({
	key: 'new_workspace',
	noun: 'workspace',
	label: 'New Workspace',
	description: 'Triggers when a workspace is created.',
	output: {
		id: z.string().register(outputLabel, { label: 'Slug' }),
		name: plainText,
		created_at: dateTimeOrNull,
	},
	sample: { id: 'ws-engine-4d5e6f', name: 'Engineering', created_at: '2026-10-05T14:48:00Z' },
	list: (session, poll) => readNewest(session, poll, listDatedWorkspaces(session), ({ created_at }) => created_at),
});
