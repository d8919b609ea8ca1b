import * as z from 'zod/mini';
import { dateTimeOrNull, orNull, plainText, plainTextOrNull, rowsOf, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import type { LoadPage } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id, moment, otherwise, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { byAddress } from './byAddress.ts';
import { camelCaseList } from './response.ts';

/** An invitation to the organization, as searches and triggers give it. */
export const Invitation = {
	id: plainText,
	email: plainText,
	role: plainTextOrNull,
	status: plainText,
	created_at: dateTimeOrNull,
	expires_at: dateTimeOrNull,
	accepted_at: dateTimeOrNull,
	/** Null where they aren't told. */
	workspaces: orNull(rowsOf({ id: plainText, role: plainTextOrNull })),
};

export const sampleInvitation: ValuesOf<typeof Invitation> = {
	id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
	email: 'jane.doe@example.com',
	role: 'member',
	status: 'accepted',
	created_at: '2026-10-05T14:48:00Z',
	expires_at: '2026-10-12T14:48:00Z',
	accepted_at: '2026-10-06T09:12:00Z',
	workspaces: [{ id: 'ws-shared-1a2b3c', role: 'member' }],
};

/** Where an invitation leads, as far as Portkey tells: by the id or the slug of each workspace. The keys are likely, not documented. */
const workspaces = once(() =>
	otherwise(
		z.optional(
			z.array(
				z.pipe(
					z.object({ id: z.optional(id()), workspace_id: z.optional(id()), role: textIfAny() }),
					z.transform(({ id, workspace_id, role }) => ({ id: workspace_id ?? id ?? '', role: role?.replace(/^ws-/, '') ?? null })),
				),
			),
		),
		undefined,
	),
);

const invitation = once(() =>
	z.pipe(
		z.object({
			id: id(),
			email: z.string(),
			role: textIfAny(),
			status: textIfAny(),
			created_at: moment(),
			expires_at: moment(),
			accepted_at: moment(),
			workspaces: workspaces(),
		}),
		z.transform(
			({ role, status, workspaces = null, ...rest }): ValuesOf<typeof Invitation> => ({
				...rest,
				role: role ?? null,
				status: status ?? 'pending',
				workspaces,
			}),
		),
	),
);

type Filter = { email?: string | undefined; status?: string | undefined };

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites: all invitations, or those that fit. */
export function listInvitations(session: Session, filter: Filter = {}): LoadPage<ValuesOf<typeof Invitation>> {
	return camelCaseList(session, path`/admin/users/invites`, filter, invitation);
}

/** The invitations of an address, the newest first. */
export async function findInvitations(session: Session, email: string, status?: string): Promise<ValuesOf<typeof Invitation>[]> {
	const found = await byAddress(session, email, (spelling) => listInvitations(session, { email: spelling, status }));
	return newestFirst(
		found.filter((one) => !status || one.status === status),
		({ created_at }) => created_at,
	);
}
