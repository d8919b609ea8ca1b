import * as z from 'zod';
import { email } from '../../zapier/schemas/email.ts';
import { reference } from '../../zapier/schemas/reference.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { findMember } from './members.ts';
import { findUsers, sampleUser, User } from './users.ts';
import { WORKSPACE_ID } from './workspaces.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email, or of one workspace.',
	input: z.object({
		email: email(),
		workspace_id: reference({
			label: 'Workspace',
			dynamic: 'workspaces.id.name',
			idForm: WORKSPACE_ID,
			placeholder: 'ws-shared-1a2b3c',
			helpText: 'Finds the user only if they are a member of this workspace. You can also map its name or its slug.',
		}).optional(),
	}),
	output: User,
	sample: sampleUser,
	perform: async ({ email, workspace_id }, session) => {
		const users = await findUsers(session, email);
		if (!users.length || workspace_id === undefined) return users;
		return (await findMember(session, workspace_id, email)) ? users : [];
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user of the organization by email, or invites the person if there is no such user.',
	},
});
