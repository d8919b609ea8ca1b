import type { z } from 'zod';
import type { Answer, ApiRequest } from './api.ts';
import { fieldsOf, isRequired } from './field.ts';
import { parseInput } from './input.ts';
import type { OAuth2 } from './oauth2.ts';

export type AuthData = Record<string, string | undefined>;

/** How a person connects an account: declared by a provider, with its own form. */
interface Declaration<Form extends z.ZodObject> {
	/** What the person fills in. Secrets are registered with `type: 'password'`. */
	form: Form;
	/** Scheme, host and base path of the API. */
	baseUrl(auth: z.output<Form>): string;
	/** The headers that prove who asks. */
	headers(auth: z.output<Form>): Record<string, string>;
	/** A call that only a good connection can make. */
	test: ApiRequest & {
		/** A status, other than success, that proves the connection as well as anything can. */
		acceptStatus?: number;
		/** What to do about a status, where the documentation says more than the number. One sentence each. */
		advice?: Partial<Record<number, string>>;
		/** Which account it is, as a person would recognize it: a name, an email address or a workspace; never a key. */
		label(answer: Answer, auth: z.output<Form>): string;
	};
	/** Where a new key is found, to finish the sentence "Reconnect …": a Markdown link. */
	keyPage: string;
	/** The key of the field that a refused connection most likely got wrong. */
	keyField: keyof z.output<Form> & string;
	/** The key of the field that names the host, if a person gives it. */
	hostField?: keyof z.output<Form> & string;
	/** HTTP statuses of the provider's own error codes, for failures that come with a success status. */
	statusOfCode?: Record<string, number>;
	/** In the provider's own integration: OAuth 2 instead of the form, which then holds nothing but `access_token`. */
	oauth2?: OAuth2;
}

/** A connection whose values were checked. */
interface OpenConnection {
	baseUrl: string;
	label(answer: Answer): string;
}

/** A declaration whose form nobody else needs to know. */
export interface Connection extends Pick<Declaration<z.ZodObject>, 'form' | 'keyPage' | 'keyField' | 'hostField' | 'oauth2'> {
	test: ApiRequest & { acceptStatus?: number; advice?: Partial<Record<number, string>> };
	statusOfCode: Record<string, number>;
	/** Checks what the person filled in. @throws {InputError} */
	open(authData: AuthData): OpenConnection;
	/** The headers to add to a request to this URL: none unless it goes to this connection's own host. */
	headersFor(url: string, authData: AuthData): Record<string, string>;
}

/**
 * Zapier derives the header template of its raw API-request steps by calling `beforeRequest` for a host of its own with
 * such values in place of the credentials (zapier-platform-core, auth-template). No host can be checked then, and
 * nothing secret is there to protect.
 */
const PLACEHOLDER = '__placeholder_auth__';

/** Declares a connection. */
export function defineConnection<Form extends z.ZodObject>(declaration: Declaration<Form>): Connection {
	const { form } = declaration;
	const required = fieldsOf(form)
		.filter(([, schema]) => isRequired(schema))
		.map(([key]) => key);
	return {
		...declaration,
		form,
		statusOfCode: declaration.statusOfCode ?? {},
		open(authData) {
			const auth = parseInput(form, authData);
			return { baseUrl: declaration.baseUrl(auth), label: (answer) => declaration.test.label(answer, auth) };
		},
		headersFor(url, authData) {
			const values = required.map((key) => authData[key]);
			if (values.length && values.every((value) => value?.startsWith(PLACEHOLDER))) return declaration.headers(authData as z.output<Form>);
			if (!values.every(Boolean)) return {};
			const auth = parseInput(form, authData);
			return new URL(url).origin === new URL(declaration.baseUrl(auth)).origin ? declaration.headers(auth) : {};
		},
	};
}
