import * as z from 'zod/mini';
import { defineCreate } from '../../zapier/creates.ts';
import { ExistsError } from '../../zapier/errors/existsError.ts';
import { PartlyDoneError } from '../../zapier/errors/partlyDoneError.ts';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { type HttpRequest, path } from '../../zapier/http.ts';
import { INVITATION, InvitationStatus, ifExistsField } from '../../zapier/invitations.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import { emails } from '../../zapier/schemas/list.ts';
import { INT64, references } from '../../zapier/schemas/reference.ts';
import type { Session } from '../../zapier/session.ts';
import { organizationRoles, refusedValues, roleList, sendEmail, userType, workspaceRows, workspacesBody } from './fields.ts';
import { outcomesIn, requireNobodyFailed, type Succeeded } from './outcomes.ts';
import { findUser } from './users.ts';

const input = z.object({
	// Optional in Atomicwork's schema, where every field is; without it nobody would be invited.
	emails: emails({
		label: 'Emails',
		group: 'Users',
		placeholder: 'jane.doe@example.com',
		helpText: 'One address per line, or several with commas between them.',
	}),
	type: z.optional(userType({ group: 'Users' })),
	send_email: sendEmail({ group: 'Users' }),
	org_roles: z.optional(organizationRoles({ group: 'Organization' })),
	workspaces: z.optional(workspaceRows({ label: 'Workspaces With Their Own Roles', group: 'Workspaces, Each With Its Own Roles' })),
	workspace_ids: z.optional(
		references({
			label: 'Workspaces With the Same Roles',
			group: 'Workspaces, All With the Same Roles',
			dynamic: 'workspaces.id.name',
			idForm: INT64,
			placeholder: '42',
			helpText:
				'Workspaces, by name or ID, that all get the roles below. Use these two fields or the group above, not both: Atomicwork doesn’t document which wins.',
		}),
	),
	workspace_roles: z.optional(
		roleList({
			label: 'Roles in All These Workspaces',
			group: 'Workspaces, All With the Same Roles',
			placeholder: '5',
			helpText: 'The IDs of the roles that the users get in each of these workspaces.',
		}),
	),
	if_exists: ifExistsField({
		canEnsure: true,
		helpText:
			'What to do about users who already exist. Leave it empty to let Atomicwork decide. If you choose to stop or to continue, each address is looked up first, and existing users are left out.',
	}),
});

/** What became of one of the users; `unknown` where the response tells of others only. */
const AddressStatus = z.enum(['invited', 'existing', 'access_given', 'unknown']);

type Input = z.output<typeof input>;

/** https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite */
export const inviteUser = defineCreate({
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites one or more users to the organization and to its workspaces.',
	effect: INVITATION,
	input,
	wireNames: { id: 'workspace_id', roles: 'workspace_role_ids' },
	output: z.object({
		emails: z.array(z.string()),
		invited_count: z.int(),
		type: z.nullable(z.string()),
		send_email: z.boolean(),
		status: InvitationStatus,
		was_invited: z.boolean(),
		invited_at: z.nullable(z.iso.datetime()),
		users: z.array(z.object({ email: z.string(), status: AddressStatus, user_id: z.nullable(z.string()) })),
		workspaces: z.array(z.object({ id: z.string(), name: z.nullable(z.string()), role: z.nullable(z.string()) })),
	}),
	sample: {
		emails: ['jane.doe@example.com', 'john.smith@externalpartner.com'],
		invited_count: 2,
		type: 'EMPLOYEE',
		send_email: true,
		status: 'invited',
		was_invited: true,
		invited_at: '2026-11-02T09:30:00Z',
		users: [
			{ email: 'jane.doe@example.com', status: 'invited', user_id: '1093' },
			{ email: 'john.smith@externalpartner.com', status: 'invited', user_id: '1094' },
		],
		workspaces: [{ id: '42', name: 'IT Service Desk', role: '3' }],
	},
	advice: {
		...refusedValues,
		403: 'Ask an Atomicwork administrator for an API key that may invite users.',
		404: 'Check the IDs of workspaces and roles: each must exist in your Atomicwork.',
	},
	async perform(input, session) {
		const { emails, if_exists } = input;
		const existing = if_exists === undefined ? new Map<string, string>() : await lookUp(session, emails);
		const wanted = if_exists === 'ensure' ? emails : emails.filter((email) => !existing.has(email));
		if (wanted.length === 0 && if_exists === 'halt') throw new ExistsError(undefined, existsSentence(emails), EXISTS_ADVICE);
		const outcomes = wanted.length ? await sendTo(session, wanted, input) : new Map<string, Succeeded>();
		// A success that says nothing of anybody is about everybody. One that names some leaves open what became of the others.
		const unmentioned = outcomes.size ? 'unknown' : 'invited';
		const users = emails.map((email): { email: string; status: z.output<typeof AddressStatus>; user_id: string | null } => {
			const id = existing.get(email);
			if (id !== undefined) return { email, status: if_exists === 'ensure' ? 'access_given' : 'existing', user_id: id };
			return { email, status: outcomes.get(email) ?? unmentioned, user_id: null };
		});
		const invited = users.filter(({ status }) => status === 'invited');
		const was_invited = invited.length > 0 || users.some(({ status }) => status === 'unknown');
		const ofKnown = if_exists === 'ensure' ? 'access_given' : 'already_member';
		const status: z.output<typeof InvitationStatus> = was_invited ? 'invited' : ofKnown;
		return {
			emails,
			invited_count: invited.length,
			type: input.type ?? null,
			// An email is sent unless told otherwise.
			send_email: input.send_email ?? true,
			status,
			was_invited,
			invited_at: was_invited ? new Date().toISOString().replace(/\.\d+Z$/, 'Z') : null,
			users,
			workspaces: wanted.length
				? workspacesOf(input).map(({ id, roles }) => ({ id, name: session.names.get(id) ?? null, role: roles?.join(', ') ?? null }))
				: [],
		};
	},
});

/** The ids of those who are users already, by their addresses. */
async function lookUp(session: Session, emails: string[]): Promise<Map<string, string>> {
	const existing = new Map<string, string>();
	for (const email of emails) {
		const user = await findUser(session, email);
		if (user) existing.set(email, user.id);
	}
	return existing;
}

const EXISTS_ADVICE =
	'Nobody was invited. They may still lack the access asked for: to give it, or to go on instead of stopping here, set If the User Already Exists.';

function existsSentence(emails: string[]): string {
	return emails.length === 1 ? `${emails[0]} is a user already.` : `All ${emails.length} addresses belong to users already.`;
}

/** @throws {StepError} if anybody could not be invited, and {RequestError}. */
async function sendTo(session: Session, emails: string[], input: Input): Promise<Map<string, Succeeded>> {
	const request = input.if_exists === 'ensure' ? workspaceInvitation(emails, input) : invitation(emails, input);
	try {
		const { body } = await session.send(request);
		return requireNobodyFailed(outcomesIn(body, emails), emails);
	} catch (error) {
		const refusal = refusalOf(error);
		if (!refusal || emails.length === 1 || refusal.status >= 500) throw error;
		requireNobodyFailed(outcomesIn(refusal.body, emails), emails);
		if (![400, 409, 422].includes(refusal.status)) throw error;
		throw new PartlyDoneError(
			error,
			`Atomicwork doesn't say which of the ${emails.length} users were invited, so look there before you replay this step.`,
		);
	}
}

function invitation(emails: string[], { org_roles, type, send_email, workspaces, workspace_roles, workspace_ids }: Input): HttpRequest {
	return {
		method: 'POST',
		path: path`/users/invite`,
		body: {
			emails,
			org_roles: org_roles?.map(toJsonNumber),
			type,
			send_email,
			workspaces: workspaces && workspacesBody(workspaces),
			workspace_roles: workspace_roles?.map(toJsonNumber),
			workspace_ids: workspace_ids?.map(toJsonNumber),
		},
	};
}

/** Invites existing or new users to workspaces: POST /users/workspaces/invite of the vendor's OpenAPI document. */
function workspaceInvitation(emails: string[], input: Input): HttpRequest {
	const { org_roles, type, send_email, workspace_ids, workspace_roles } = input;
	if (workspace_roles && !workspace_ids) {
		throw new InputError('Roles in All These Workspaces needs workspaces: fill in Workspaces With the Same Roles as well.');
	}
	return {
		method: 'POST',
		path: path`/users/workspaces/invite`,
		body: {
			emails,
			org_roles: org_roles?.map(toJsonNumber),
			type,
			send_email,
			workspaces: workspacesOf(input).map(({ id, roles }) => ({ id: toJsonNumber(id), roles: roles?.map(toJsonNumber) })),
		},
	};
}

/** All workspaces that are named, with their roles. */
function workspacesOf({ workspaces, workspace_ids = [], workspace_roles }: Input): { id: string; roles: string[] | undefined }[] {
	return [
		...(workspaces ?? []).map(({ workspace_id, workspace_role_ids }) => ({ id: workspace_id, roles: workspace_role_ids })),
		...workspace_ids.map((id) => ({ id, roles: workspace_roles })),
	];
}
