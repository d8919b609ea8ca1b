import type { AuthField } from 'zapier-platform-core';
import { constants } from './constant.ts';
import type { Account } from './errors/messages.ts';
import { refusedStatusOf } from './errors/requestError.ts';
import { type Form, type FormValues, fieldsOf, type InputField } from './fields/inputField.ts';
import type { Endpoint, HttpRequest, HttpResponse } from './http.ts';
import type { OAuth2 } from './oauth2.ts';
import type { Provider } from './provider.ts';
import { readInput } from './schemas/input.ts';
import type { Session } from './session.ts';
import { type Advice, noInput, noLabels, type Step } from './step.ts';

/** A connection as Zapier keeps it. */
export type AuthData = Record<string, string | undefined>;

/** A connection whose values were checked. */
export type AuthValues = Record<string, string | undefined>;

/** How people connect an account of a product. */
interface AuthenticationDeclaration<OneForm extends Form> {
	/** What the person fills in. */
	fields: OneForm;
	/** Scheme, host and base path of the API. */
	baseUrl(auth: FormValues<OneForm>): string;
	/** The headers that prove who asks. */
	headers(auth: FormValues<OneForm>): Record<string, string>;
	/** A request that only a good connection can make. */
	test: HttpRequest & {
		/** A status, other than success, that proves the connection as well as anything can. */
		acceptStatus?: number;
		advice?: Advice;
	};
	/** Which account it is, as a person would recognize it: a name, an email address or a workspace; never a key. */
	label(response: HttpResponse, auth: FormValues<OneForm>): string;
	/** Where a new key is found, to finish the sentence "Reconnect …": a Markdown link. */
	keyLink: string;
	/** The field that a refused connection most likely got wrong. */
	keyField: keyof FormValues<OneForm> & string;
	/** The field that names the host, if a person gives it. */
	hostField?: keyof FormValues<OneForm> & string;
	/** How the API says that it failed, where that isn't read in general (see `http.ts`). */
	errors?: Pick<Endpoint, 'statusOfCode' | 'saysFailure' | 'readError' | 'readRetryAfter'>;
	/** In the provider's own integration: OAuth 2 instead of the fields, of which there is then only `access_token`. */
	oauth2?: OAuth2;
}

/** A declared authentication, whose form nobody else needs to know. */
export interface Authentication
	extends Omit<AuthenticationDeclaration<Form>, 'baseUrl' | 'headers' | 'label' | 'fields' | 'keyField' | 'hostField'> {
	fields: Form;
	keyField: string;
	hostField?: string;
	/** Checks what the person filled in. @throws {InputError} */
	read(authData: AuthData): AuthValues;
	baseUrl(auth: AuthValues): string;
	headers(auth: AuthValues): Record<string, string>;
	/** The test of a connection, which gives its label. */
	testStep: Step<{ label: string }>;
	/** The values that Zapier hides, as they are and as they are sent, each once. */
	secretsOf(authData: AuthData): string[];
	/** The headers for one of Zapier's raw API-request steps: none unless it goes to this connection's own host. */
	headersForUrl(url: string, authData: AuthData): Record<string, string>;
}

/**
 * Zapier derives the header template of its raw API-request steps by calling `beforeRequest` for a host of its own with
 * such values in place of the credentials (zapier-platform-core, auth-template). No host can be checked then, and
 * nothing secret is there to protect.
 */
const PLACEHOLDER = '__placeholder_auth__';

/** Declares how people connect. */
export function defineAuthentication<OneForm extends Form>(declaration: AuthenticationDeclaration<OneForm>): Authentication {
	const { fields, test } = declaration;
	const required = fieldsOf(fields)
		.filter((one) => one.required)
		.map(({ key }) => key);
	const hidden = fieldsOf(fields)
		.filter(({ field }) => field.type === 'password')
		.map(({ key }) => key);
	const read = (authData: AuthData) => readInput(fields, authData);
	const { baseUrl, headers } = declaration;
	return {
		...(declaration as unknown as AuthenticationDeclaration<Form>),
		read: read as (authData: AuthData) => AuthValues,
		testStep: {
			stage: 'connecting',
			input: noInput,
			labels: noLabels,
			advice: test.advice ?? {},
			effect: undefined,
			perform: async (_input, session) => ({
				label: declaration.label(await testResponse(test, session), session.auth as FormValues<OneForm>),
			}),
		},
		secretsOf: (authData) => {
			const secrets = new Set<string>();
			for (const key of hidden) {
				const value = authData[key];
				if (value) secrets.add(value).add(value.trim());
			}
			return [...secrets];
		},
		headersForUrl(url, authData) {
			const values = required.map((key) => authData[key]);
			if (values.length && values.every((value) => value?.startsWith(PLACEHOLDER))) return headers(authData as FormValues<OneForm>);
			if (!values.every(Boolean)) return {};
			const auth = read(authData);
			return new URL(url).origin === new URL(baseUrl(auth)).origin ? headers(auth) : {};
		},
	};
}

async function testResponse(
	{ acceptStatus, advice: _advice, ...request }: AuthenticationDeclaration<Form>['test'],
	session: Session,
): Promise<HttpResponse> {
	try {
		return await session.send(request);
	} catch (error) {
		const status = refusedStatusOf(error);
		if (status !== undefined && status === acceptStatus) return { request, status, headers: new Headers(), body: undefined };
		throw error;
	}
}

/** What messages say of an account. */
export function accountOf({ name, authentication }: Provider, authData: AuthData): Account {
	const { keyLink, keyField, hostField } = authentication;
	const labelOf = (key: string) => authentication.fields[key]?.field.label;
	return {
		provider: name,
		host: hostOf(authentication, authData) ?? name,
		keyLink,
		keyLabel: labelOf(keyField) ?? keyField,
		hostLabel: hostField && authData[hostField] ? labelOf(hostField) : undefined,
	};
}

function hostOf({ baseUrl, read }: Authentication, authData: AuthData): string | undefined {
	try {
		return new URL(baseUrl(read(authData))).host;
	} catch {
		return undefined;
	}
}

/** Zapier's fields of a connection. */
export function authFields(fields: Form): AuthField[] {
	return constants(fieldsOf(fields).map(({ key, required, field }) => authField(key, field, required)));
}

/** One of them. */
export function authField(key: string, field: InputField, required: boolean): AuthField {
	const secret = field.type === 'password';
	const compiled: AuthField = { key, label: field.label, required, type: secret ? 'password' : 'string', isNoSecret: !secret };
	if (field.helpText) compiled.helpText = field.helpText;
	if (field.placeholder) compiled.placeholder = field.placeholder;
	if (field.default !== undefined) compiled.default = field.default;
	if (field.choices) compiled.choices = field.choices;
	return compiled;
}

/** What Zapier calls a connection: what its test answers. */
export const connectionLabel = '{{bundle.inputData.label}}';
