import { defineDropdown } from '../../zapier/trigger.ts';
import { pageOfUsers, sampleUser, User } from './lists.ts';

const permission = 'The list of users needs a Kantata OX user who may see the users of the account; you can also map the ID of a user.';

export const users = defineDropdown({
	key: 'users',
	noun: 'user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: pageOfUsers,
});
