import { titleOf } from '../../../src/zapier/fields/title.ts';

test.each([
	['invite_link', 'Invite Link'],
	['id', 'ID'],
	['workspace_id', 'Workspace ID'],
	['email', 'Email'],
	['workspace_ids', 'Workspace IDs'],
	['idea_id_x', 'Idea ID X'],
	['avatar_url', 'Avatar URL'],
	['pending invitations', 'Pending Invitations'],
	['', ''],
])('%j is titled %j', (key, title) => {
	expect(titleOf(key)).toBe(title);
});
