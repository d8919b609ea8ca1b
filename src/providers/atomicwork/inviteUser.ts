import { defineCreate } from '../../zapier/creates.ts';
import { ExistsError } from '../../zapier/errors/existsError.ts';
import { PartlyDoneError } from '../../zapier/errors/partlyDoneError.ts';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { type FormValues, optional } from '../../zapier/fields/inputField.ts';
import {
	dateTimeOrNull,
	listOf,
	oneOf,
	plainText,
	plainTextOrNull,
	rowsOf,
	trueOrFalse,
	type ValueOf,
	wholeNumber,
} from '../../zapier/fields/outputField.ts';
import { type HttpRequest, path } from '../../zapier/http.ts';
import { INVITATION, InvitationStatus, ifExistsField, wentAs } from '../../zapier/invitations.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import { emails } from '../../zapier/schemas/list.ts';
import { INT64, references } from '../../zapier/schemas/reference.ts';
import type { Session } from '../../zapier/session.ts';
import { organizationRoles, refusedValues, roleList, sendEmail, userType, workspaceRows, workspacesBody } from './fields.ts';
import { type NotFailed, outcomesIn, requireNobodyFailed } from './outcomes.ts';
import { findUser, type Person } from './users.ts';

const input = {
	// Optional in Atomicwork's schema, where every field is; without it nobody would be invited.
	emails: emails({
		label: 'Emails',
		group: 'Users',
		placeholder: 'jane.doe@example.com',
		helpText: 'One address per line, or several with commas between them.',
	}),
	type: optional(userType({ group: 'Users' })),
	send_email: sendEmail({ group: 'Users' }),
	org_roles: optional(organizationRoles({ group: 'Organization' })),
	workspaces: optional(workspaceRows({ label: 'Workspaces With Their Own Roles', group: 'Workspaces, Each With Its Own Roles' })),
	workspace_ids: optional(
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
	workspace_roles: optional(
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
			'What to do about users who already exist. Leave it empty to let Atomicwork decide. With any choice, each address is looked up first. Existing users are then left out, or get the workspaces asked for; that they get organization roles as well isn’t documented.',
	}),
};

/** What became of one of the users; `unknown` where the response tells of others only, or in words that aren't understood. */
const AddressStatus = oneOf('invited', 'existing', 'access_given', 'unknown');

/** What became of all of them: `unknown` if nobody is known to have been invited, and somebody may have been. */
const Status = oneOf(...InvitationStatus.options, 'unknown');

type Input = FormValues<typeof input>;

/** https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite */
export const inviteUser = defineCreate({
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites one or more users to the organization and to its workspaces.',
	effect: INVITATION,
	input,
	wireNames: { id: 'workspace_id', roles: 'workspace_role_ids' },
	output: {
		emails: listOf(plainText),
		invited_count: wholeNumber,
		type: plainTextOrNull,
		send_email: trueOrFalse,
		status: Status,
		was_invited: trueOrFalse,
		invited_at: dateTimeOrNull,
		users: rowsOf({ email: plainText, status: AddressStatus, user_id: plainTextOrNull }),
		workspaces: rowsOf({ id: plainText, name: plainTextOrNull, role: plainTextOrNull }),
	},
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
		const workspaces = if_exists === 'ensure' ? accessOf(input, session) : workspacesOf(input);
		const existing = if_exists === undefined ? new Map<string, Person>() : await lookUp(session, emails);
		// Without a workspace there is nothing to give to users who exist already.
		const ensures = if_exists === 'ensure' && workspaces.length > 0;
		const wanted = ensures ? emails : emails.filter((email) => !existing.has(email));
		if (wanted.length === 0 && if_exists === 'halt') throw new ExistsError(undefined, existsSentence(emails), EXISTS_ADVICE);
		const request = ensures ? workspaceInvitation(wanted, input, workspaces) : invitation(wanted, input);
		const outcomes = wanted.length ? await sendTo(session, wanted, request, existing) : new Map<string, NotFailed>();
		// A success that says nothing of anybody is about everybody. One that names some leaves open what became of the others.
		const unmentioned = outcomes.size ? 'unknown' : 'invited';
		const users = emails.map((email): { email: string; status: ValueOf<typeof AddressStatus>; user_id: string | null } => {
			const user_id = existing.get(email)?.id ?? null;
			if (!wanted.includes(email)) return { email, status: 'existing', user_id };
			const outcome = outcomes.get(email) ?? unmentioned;
			// That somebody exists doesn't say that they were given access.
			if (ensures && outcome === 'existing') return { email, status: 'unknown', user_id };
			return { email, status: outcome === 'invited' && user_id !== null ? 'access_given' : outcome, user_id };
		});
		const statuses = new Set(users.map(({ status }) => status));
		const status = (['invited', 'unknown', 'access_given'] as const).find((one) => statuses.has(one)) ?? existsHow(emails, existing);
		return {
			emails,
			invited_count: users.filter((user) => user.status === 'invited').length,
			type: input.type ?? null,
			// An email is sent unless told otherwise.
			send_email: input.send_email ?? true,
			...wentAs(status),
			users,
			workspaces: wanted.length
				? workspaces.map(({ id, roles }) => ({ id, name: session.names.get(id) ?? null, role: roles?.join(', ') ?? null }))
				: [],
		};
	},
});

/** Those who are users already, by their addresses. */
async function lookUp(session: Session, emails: string[]): Promise<Map<string, Person>> {
	const existing = new Map<string, Person>();
	for (const email of emails) {
		const user = await findUser(session, email);
		if (user) existing.set(email, user);
	}
	return existing;
}

/** How all of several people are there already. Of whom only the answer to an invitation says so, it isn't known. */
function existsHow(emails: string[], existing: Map<string, Person>) {
	const statuses = emails.map((email) => existing.get(email)?.invitation_status);
	if (statuses.every((status) => status === 'EMAIL_INVITE_SENT')) return 'already_invited';
	return statuses.every((status) => status === 'ACCEPTED' || status === 'ADDED') ? 'already_member' : 'already_exists';
}

const EXISTS_ADVICE =
	'Nobody was invited. They may still lack the access asked for: to give it, or to go on instead of stopping here, set If the User Already Exists.';

function existsSentence(emails: string[]): string {
	return emails.length === 1 ? `${emails[0]} is a user already.` : `All ${emails.length} addresses belong to users already.`;
}

/** @throws {StepError} if anybody could not be invited, and {RequestError}. */
async function sendTo(
	session: Session,
	emails: string[],
	request: HttpRequest,
	users: Map<string, Person>,
): Promise<Map<string, NotFailed>> {
	try {
		const { body } = await session.send(request);
		return requireNobodyFailed(outcomesIn(body, emails, 'invited', users), emails);
	} catch (error) {
		const refusal = refusalOf(error);
		if (!refusal || emails.length === 1 || refusal.status >= 500) throw error;
		requireNobodyFailed(outcomesIn(refusal.body, emails, 'unknown', users), emails);
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
function workspaceInvitation(emails: string[], { org_roles, type, send_email }: Input, workspaces: WorkspaceRoles[]): HttpRequest {
	return {
		method: 'POST',
		path: path`/users/workspaces/invite`,
		body: {
			emails,
			org_roles: org_roles?.map(toJsonNumber),
			type,
			send_email,
			workspaces: workspaces.map(({ id, roles }) => ({ id: toJsonNumber(id), roles: roles?.map(toJsonNumber) })),
		},
	};
}

interface WorkspaceRoles {
	id: string;
	roles: string[] | undefined;
}

/** All workspaces that are named, with their roles. */
function workspacesOf({ workspaces, workspace_ids = [], workspace_roles }: Input): WorkspaceRoles[] {
	return [
		...(workspaces ?? []).map(({ workspace_id, workspace_role_ids }) => ({ id: workspace_id, roles: workspace_role_ids })),
		...workspace_ids.map((id) => ({ id, roles: workspace_roles })),
	];
}

/**
 * All workspaces that users who exist already are to have access to, each once.
 * @throws {InputError} if there are roles for none, or different ones for the same.
 */
function accessOf(input: Input, session: Session): WorkspaceRoles[] {
	if (input.workspace_roles && !input.workspace_ids) {
		throw new InputError('Roles in All These Workspaces needs workspaces: fill in Workspaces With the Same Roles as well.');
	}
	const access = new Map<string, WorkspaceRoles>();
	for (const one of workspacesOf(input)) {
		const before = access.get(one.id) ?? one;
		if (new Set(before.roles).symmetricDifference(new Set(one.roles)).size) {
			const [own, ofAll] = [before, one].map(({ roles }) => (roles?.length ? quote(roles.join(', ')) : 'none'));
			throw new InputError(
				`Workspace ${quote(session.names.get(one.id) ?? one.id)} is named 2 times, with Roles in This Workspace ${own} and Roles in All These Workspaces ${ofAll}. Keep one of them.`,
			);
		}
		access.set(one.id, before);
	}
	return [...access.values()];
}
