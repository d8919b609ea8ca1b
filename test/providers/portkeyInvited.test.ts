import { loadContract } from '../support/contract.ts';
import { built, failure, tester, type Values } from '../support/integration.ts';
import { json } from '../support/lists.ts';
import { answerWith } from '../support/wire.ts';

/*
 * What an invitation says of somebody who is there already, where Portkey tells less of them than one would like.
 */

const SLUG = 'ws-shared-1a2b3c';
const UUID = '6b3f1c1e-5f0a-4c6e-9f59-2f4a1d9b8a10';
const OTHER_UUID = '6b3f1c1e-5f0a-4c6e-9f59-2f4a1d9b8a11';
const INVITATION_ID = '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10';
const email = 'nora.quist@example.com';

const refusal = (status: number, message: string, errorCode: string) =>
	[status, JSON.stringify({ success: false, data: { message, errorCode } })] as const;

interface Told {
	/** The workspaces of the one pending invitation; undefined if it says nothing of them. */
	workspaces?: unknown;
	/** How many users and invitations there are, beside that one. */
	others?: number;
	isListed?: boolean;
	/** The status with which sending it again is refused. */
	resend?: 403 | 404;
}

/** Invites somebody of whom Portkey says that they exist. */
async function ensured({ workspaces, others = 0, isListed = true, resend }: Told, workspace_id: string = SLUG): Promise<Values> {
	const contract = await loadContract('portkey');
	answerWith(contract, ({ method, url }) => {
		const { pathname, searchParams } = new URL(url);
		if (pathname.endsWith('/resend')) return resend ? [...refusal(resend, 'No', resend === 403 ? 'AB03' : 'AB02')] : json({});
		if (method === 'POST') return [...refusal(409, 'There already', 'AB07')];
		const found =
			isListed && pathname.endsWith('/invites') ? [{ id: INVITATION_ID, email, role: 'member', status: 'pending', workspaces }] : [];
		return json({ total: found.length + (searchParams.has('email') ? 0 : others), data: found });
	});
	return tester(built('portkey')).perform('invite_user', contract.connection, {
		email,
		role: 'member',
		workspaces: [{ workspace_id, workspace_role: 'member' }],
		if_exists: 'ensure',
	});
}

describe('whether a pending invitation leads to a workspace', () => {
	test.each<[what: string, wanted: string, told: unknown, outcome: string]>([
		['by its slug', SLUG, [{ workspace_id: SLUG, role: 'member' }], 'invited'],
		['in other letters', SLUG, [{ id: SLUG.toUpperCase(), role: 'ws-member' }], 'invited'],
		['by its UUID', UUID.toUpperCase(), [{ id: UUID, role: 'member' }], 'invited'],
		['not, as there is none', SLUG, [], 'not_in_invitation'],
		['not, as another is', SLUG, [{ id: 'ws-other-1', role: 'member' }], 'not_in_invitation'],
		['not, as another UUID is', UUID, [{ id: OTHER_UUID, role: 'member' }], 'not_in_invitation'],
		['not in this role', SLUG, [{ id: SLUG, role: 'admin' }], 'not_in_invitation'],
		['not in this role, whichever it is', SLUG, [{ id: UUID, role: 'admin' }], 'not_in_invitation'],
		['unknown, as none is told', SLUG, undefined, 'unknown'],
		['unknown, as they can’t be read', SLUG, [SLUG], 'unknown'],
		['unknown, as no role is told', SLUG, [{ id: SLUG }], 'unknown'],
		['unknown, as no id is told', UUID, [{ role: 'member' }], 'unknown'],
		['unknown, as a UUID is told of a slug', SLUG, [{ id: UUID, role: 'member' }], 'unknown'],
		['unknown, as a slug is told of a UUID', UUID, [{ id: SLUG, role: 'member' }], 'unknown'],
	])('is told: %s', async (_what, wanted, workspaces, outcome) => {
		expect(await ensured({ workspaces }, wanted)).toMatchObject({
			status: 'resent',
			workspaces: [{ id: wanted, role: 'member', outcome }],
		});
	});
});

test.each([0, 1_001])('whom no list shows, of %i others, is not said to be nowhere', async (others) => {
	expect(await failure(ensured({ isListed: false, others }))).toMatchObject({
		message: `Portkey says that ${email} exists, but neither a user nor a pending invitation was found by this address. Look for it in Portkey, also in other capitals.`,
		code: 'not_found',
	});
});

test('an invitation that may not be sent again gets the advice of sending one again', async () => {
	const { message } = await failure(ensured({ resend: 403 }));
	expect(message).toContain('No. Check that the invitation still exists.');
	expect(message).not.toContain('workspaces');
});

test('an invitation that is gone when it is to be sent again is not looked for in a field that the form has not', async () => {
	const { message } = await failure(ensured({ resend: 404 }));
	expect(message).toBe(
		'No. Their pending invitation was found a moment ago: it may have been accepted or cancelled since. Replay this step.',
	);
});

test('an accepted invitation is not cancelled, and what access there is stays open', async () => {
	const contract = await loadContract('portkey');
	const sent = answerWith(contract, () => json({ id: INVITATION_ID, email, role: 'member', status: 'accepted' }));
	const { message, code } = await failure(
		tester(built('portkey')).perform('cancel_invitation', contract.connection, { invitation_id: INVITATION_ID }),
	);
	expect(message).toBe(
		`${email} has accepted this invitation, so it can't be cancelled. If they still have access, remove the user instead.`,
	);
	expect(code).toBe('already_accepted');
	expect(sent.map(({ method }) => method)).toEqual(['GET']);
});

test('an ID that no invitation has sends no cancellation', async () => {
	const contract = await loadContract('portkey');
	const sent = answerWith(contract, () => [...refusal(404, 'Invite not found', 'AB04')]);
	const { message } = await failure(
		tester(built('portkey')).perform('cancel_invitation', contract.connection, { invitation_id: INVITATION_ID }),
	);
	expect(message).toContain('Check Invitation: Portkey knows no pending invitation with this ID.');
	expect(sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([`GET /v1/admin/users/invites/${INVITATION_ID}`]);
});
