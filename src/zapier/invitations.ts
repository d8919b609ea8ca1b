import { type Create, defineCreate } from './creates.ts';
import { ExistsError } from './errors/existsError.ts';
import { type Refusal, refusalOf } from './errors/requestError.ts';
import { type Form, type FormValues, optional } from './fields/inputField.ts';
import {
	dateTimeOrNull,
	labelled,
	type OutputShape,
	oneOf,
	plainText,
	plainTextOrNull,
	rowsOf,
	trueOrFalse,
	type ValueOf,
	type ValuesOf,
} from './fields/outputField.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { choice } from './schemas/choice.ts';
import type { Session } from './session.ts';
import type { Effect, Texts } from './step.ts';

/** How somebody is there already. `already_exists` where the API doesn't say whether as a member or invited. */
type Existing = 'already_member' | 'already_invited' | 'already_exists';

/** What a step that invites did. */
export const InvitationStatus = oneOf('invited', 'already_member', 'already_invited', 'already_exists', 'access_given', 'resent');

/** A workspace that somebody was invited to, or has access to. */
export interface WorkspaceAccess {
	id: string;
	/** Undefined where only the id is known. */
	name?: string | undefined;
	role?: string | undefined;
	/** What was done there, where it isn't the same everywhere. */
	outcome?: 'invited' | 'added' | 'role_changed' | 'unchanged' | 'not_in_invitation' | 'unknown';
}

/** An action that invites a user: its form, the documented request, and what the API says of somebody who is there already. */
interface InvitationDeclaration<Input extends Form, Output extends OutputShape> extends Omit<Texts, 'noun'> {
	/** The fields, in the order in which they are shown. */
	input: Input;
	/** Names on the wire that differ from the form's keys. */
	wireNames?: Record<string, string>;
	/** Puts what the API takes in place of what a person may write, such as a role's own name. @throws {InputError} */
	resolve?(input: FormValues<Input>, session: Session): Promise<FormValues<Input>>;
	/** The documented request. It may have to ask for something first. */
	request(input: FormValues<Input>, session: Session): HttpRequest | Promise<HttpRequest>;
	/** How the API, as it is documented, refuses to invite somebody who is there already; undefined for any other refusal. */
	exists(refusal: Refusal): Existing | undefined;
	/** What to do about somebody who is there already: a sentence. */
	existsAdvice?: string;
	/** Gives somebody who is there already the access asked for, where the API documents a way. */
	ensure?(input: FormValues<Input>, session: Session, existing: Existing): Promise<Ensured<ValuesOf<Output>>>;
	/** What later steps can use, beside how it went. */
	output: Output;
	/** `response` is undefined for somebody who was there already: the access they have isn't known then, whatever was asked for. */
	result(input: FormValues<Input>, response: HttpResponse | undefined): ValuesOf<Output>;
	/** The workspaces that the invitation is for; undefined if it is for none. */
	workspaces?(input: FormValues<Input>): WorkspaceAccess[];
	/** What the product calls its workspaces. */
	workspacesLabel?: string;
	sample: ValuesOf<Output> & { workspaces?: ValueOf<typeof Workspaces> };
}

/** What came of giving somebody access who was there already. */
interface Ensured<Result> {
	status: ValueOf<typeof InvitationStatus>;
	result: Partial<Result>;
	workspaces: WorkspaceAccess[];
}

export const INVITATION: Effect = { noun: 'the invitation', done: 'sent' };

const HALT_OR_CONTINUE = { halt: 'Stop this run', continue: 'Continue with the next step' };
const ENSURE = { ensure: 'Give the user the access asked for' };

/** What is done about somebody who is there already. */
export function ifExistsField({ canEnsure, preset, helpText }: { canEnsure: boolean; preset?: 'halt'; helpText: string }) {
	const choices: Record<'halt' | 'continue' | 'ensure', string> = { ...HALT_OR_CONTINUE, ...(ENSURE as { ensure: string }) };
	const { ensure: _ensure, ...without } = choices;
	return optional(
		choice(canEnsure ? choices : (without as typeof choices), {
			label: 'If the User Already Exists',
			...(preset ? { default: preset } : {}),
			helpText,
		}),
	);
}

const Workspaces = rowsOf({ id: plainText, name: plainTextOrNull, role: plainTextOrNull, outcome: plainText });

/** How it went, in the result of every step that invites one user. */
const outcome = {
	status: InvitationStatus,
	was_invited: trueOrFalse,
	invited_at: dateTimeOrNull,
};

/** Declares an action that invites a user. */
export function defineInvitation<Input extends Form, Output extends OutputShape>(
	declaration: InvitationDeclaration<Input, Output>,
): Create {
	const { resolve, exists, existsAdvice, ensure, workspaces: workspacesOf, workspacesLabel = 'Workspaces' } = declaration;
	type Values = FormValues<Input>;
	const if_exists = ifExistsField({
		canEnsure: ensure !== undefined,
		preset: 'halt',
		helpText: 'What to do when the user is already a member or already invited. Nobody is invited twice.',
	});
	const went = (session: Session, status: ValueOf<typeof InvitationStatus>, workspaces: WorkspaceAccess[]) => ({
		...wentAs(status),
		...(workspacesOf && { workspaces: namedIn(session, workspaces) }),
	});
	/** What comes of it for somebody who is there already; any other error stays one. */
	const afterError = async (error: unknown, input: Values, if_exists: unknown, session: Session) => {
		const refusal = refusalOf(error);
		const existing = refusal && exists(refusal);
		if (!existing) throw error;
		if (if_exists === 'ensure' && ensure) {
			const { status, result, workspaces } = await ensure(input, session, existing);
			return { ...declaration.result(input, undefined), ...result, ...went(session, status, workspaces) };
		}
		if (if_exists !== 'continue') throw new ExistsError(refusal, '', existsAdvice);
		return { ...declaration.result(input, undefined), ...went(session, existing, []) };
	};
	return defineCreate({
		...(declaration as unknown as InvitationDeclaration<Form, OutputShape>),
		noun: 'invitation',
		effect: INVITATION,
		input: { ...declaration.input, if_exists } as Form,
		output: {
			...declaration.output,
			...outcome,
			...(workspacesOf && { workspaces: labelled(Workspaces, workspacesLabel) }),
		} as OutputShape,
		sample: { ...declaration.sample, status: 'invited', was_invited: true, invited_at: '2026-11-02T09:30:00Z' },
		perform({ if_exists, ...rest }, session) {
			const send = (input: Values, request: HttpRequest) =>
				session.send(request).then(
					(response) => ({ ...declaration.result(input, response), ...went(session, 'invited', workspacesOf?.(input) ?? []) }),
					(error: unknown) => afterError(error, input, if_exists, session),
				);
			const invite = (input: Values) => {
				const made = declaration.request(input, session);
				return made instanceof Promise ? made.then((request) => send(input, request)) : send(input, made);
			};
			// In core's domain each promise takes some microseconds, so a step waits only for what isn't there yet.
			return resolve ? resolve(rest as Values, session).then(invite) : invite(rest as Values);
		},
	});
}

/** How it went, as later steps can use it. */
export function wentAs<Status extends string>(status: Status) {
	const invited = status === 'invited' || status === 'resent';
	return {
		status,
		was_invited: status === 'invited',
		invited_at: invited ? isoSeconds(new Date()) : null,
	};
}

/** A moment to the second. From its parts, since `toISOString` takes a millisecond when it is first called, and a run calls it once. */
function isoSeconds(date: Date): string {
	const day = `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
	const time = `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
	return `${day}T${time}Z`;
}

function twoDigits(part: number): string {
	return String(part).padStart(2, '0');
}

/** Workspaces, with the names by which they were looked up. */
function namedIn({ names }: Session, workspaces: WorkspaceAccess[]): ValueOf<typeof Workspaces> {
	return workspaces.map(({ id, name, role, outcome = 'invited' }) => ({
		id,
		name: name ?? names.get(id) ?? null,
		role: role ?? null,
		outcome,
	}));
}
