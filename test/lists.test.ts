import { built } from './support/integration.ts';

// A pending invitation that isn't found may have been accepted: nobody may be invited for that.
test('every search for a person is paired with the action that invites or adds the person', () => {
	const { searchOrCreates, searches } = built('all');
	expect(Object.keys(searchOrCreates).toSorted()).toEqual(
		Object.keys(searches)
			.filter((key) => !/_find_(workspace|pending_invitation)$/.test(key))
			.toSorted(),
	);
	const createOf = (key: string) =>
		key.endsWith('_find_workspace_member')
			? key.replace(/_find_\w+$/, '_add_user_to_workspace')
			: key.replace(/_find_\w+$/, '_invite_user');
	const expected = Object.keys(searchOrCreates).map((key) => ({ key, search: key, create: createOf(key) }));
	expect(Object.values(searchOrCreates)).toMatchObject(expected);
});
