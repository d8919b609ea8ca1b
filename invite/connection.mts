import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { PlanError } from './columns.mts';
import type { Definition, Integration, Values } from './integration.mts';
import { detailsOf } from './outcome.mts';
import { textOf } from './rows.mts';

const PREFIX = 'authData_';

/** Is it a variable of a connection? */
export function isOfConnection(variable: string): boolean {
	return variable.startsWith(PREFIX);
}

/** Puts the variables of a `.env` file over those of the environment, as `zapier-platform invoke` does. */
export function loadEnvFile(file: string, environment: NodeJS.ProcessEnv): void {
	if (existsSync(file)) Object.assign(environment, parseEnv(readFileSync(file, 'utf8')));
}

/** What the environment has for a connection. */
interface Credentials {
	/** By field; nothing if they are another product's. */
	given: Record<string, string>;
	/** Whose they are, if they say so. */
	provider: string | undefined;
	/** Do they say that they are another product's, which is not to get them? */
	areOthers: boolean;
}

/**
 * The credentials that the environment has for a product, in the variables that `zapier-platform invoke` reads:
 * `authData_<field>`. Empty ones don't count.
 * @param chosen what was chosen in the connection's own field "provider", where it is for several products.
 */
export function credentialsFor(
	environment: NodeJS.ProcessEnv,
	fields: { key: string }[],
	product: string,
	chosen?: string | undefined,
): Credentials {
	const given = Object.fromEntries(
		Object.entries(environment).flatMap(([name, value]) => (isOfConnection(name) && value ? [[name.slice(PREFIX.length), value]] : [])),
	);
	const { provider } = given;
	const asksFor = fields.some(({ key }) => key === 'provider') ? chosen || provider : product;
	const areOthers = provider !== undefined && provider !== asksFor;
	return { given: areOthers ? {} : given, provider, areOthers };
}

/**
 * The connection that the environment has.
 * @throws {PlanError} if a required field is missing, or if the credentials are another product's.
 */
export function connectionFrom(environment: NodeJS.ProcessEnv, { authentication }: Definition, product: string): Values {
	const { fields = [] } = authentication ?? {};
	const { given, provider, areOthers } = credentialsFor(environment, fields, product);
	if (areOthers) {
		throw new PlanError(`The credentials in .env or the environment are those of ${provider}: ${PREFIX}provider says so.`);
	}
	const required = fields.length ? fields.filter((field) => field.required) : authentication ? [{ key: 'access_token' }] : [];
	const missing = required.filter(({ key }) => !given[key]).map(({ key }) => `${PREFIX}${key}`);
	if (missing.length) {
		throw new PlanError(
			`Credentials are missing. Set ${missing.join(' and ')} in .env or the environment, or try it without an account: --sandbox.`,
		);
	}
	const keys = fields.length ? fields.map(({ key }) => key) : Object.keys(given).filter((key) => key !== 'provider');
	return Object.fromEntries(keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]));
}

/** Which account it is, as far as the fields tell that aren't secret. */
export function accountOf({ authentication }: Definition, authData: Values): string {
	const open = authentication?.fields?.filter(({ isNoSecret }) => isNoSecret) ?? [];
	return open
		.filter(({ key }) => authData[key] !== undefined)
		.map(({ key }) => `${key}=${textOf(authData[key])}`)
		.join(' ');
}

/** What else tells accounts apart: the secrets that were filled in. What signing in brought is another one each time. */
export function secretOf({ authentication }: Definition, authData: Values): string | undefined {
	const fields = authentication?.fields ?? [];
	const other = new Set(fields.filter(({ isNoSecret, computed }) => isNoSecret || computed).map(({ key }) => key));
	const keys = [...fields.map(({ key }) => key), 'username', 'password', 'access_token', 'oauth_token'].filter((key) => !other.has(key));
	const secrets = [...new Set(keys)].filter((key) => authData[key]).map((key) => [key, textOf(authData[key])]);
	return secrets.length ? JSON.stringify(secrets) : undefined;
}

/** Tests the connection. Returns how Zapier would list it, without the product's name. @throws why it isn't accepted. */
export async function testConnection(integration: Integration, authData: Values): Promise<string> {
	const { result, error } = await integration.execute('authentication.test', { authData });
	if (error) throw new Error(detailsOf(error).message);
	return textOf((result as Values | undefined)?.label);
}
