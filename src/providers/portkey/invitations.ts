import { z } from 'zod';
import { path } from '../../zapier/http.ts';
import { id, moment, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { readAll } from './response.ts';

/** An invitation to the organization, as searches and triggers give it. */
export const Invitation = z.object({
	id: z.string(),
	email: z.string(),
	role: z.string().nullable(),
	status: z.string(),
	created_at: z.iso.datetime().nullable(),
	expires_at: z.iso.datetime().nullable(),
	accepted_at: z.iso.datetime().nullable(),
});

export const sampleInvitation: z.output<typeof Invitation> = {
	id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
	email: 'jane.doe@example.com',
	role: 'member',
	status: 'accepted',
	created_at: '2026-10-05T14:48:00Z',
	expires_at: '2026-10-12T14:48:00Z',
	accepted_at: '2026-10-06T09:12:00Z',
};

const invitation = z
	.object({ id, email: z.string(), role: text, status: text, created_at: moment, expires_at: moment, accepted_at: moment })
	.transform(({ role, status, ...rest }): z.output<typeof Invitation> => ({ ...rest, role: role ?? null, status: status ?? 'pending' }));

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites: all invitations, or those that fit. */
export function listInvitations(
	session: Session,
	filter: { email?: string | undefined; status?: string | undefined },
	sampleOnly = false,
): Promise<z.output<typeof Invitation>[]> {
	return readAll(session, path`/admin/users/invites`, filter, invitation, sampleOnly);
}
