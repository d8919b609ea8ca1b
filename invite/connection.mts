import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { PlanError } from './columns.mts';
import type { Definition, Integration, Values } from './integration.mts';
import { detailsOf } from './outcome.mts';
import { textOf } from './rows.mts';

const PREFIX = 'authData_';

/** Puts the variables of a `.env` file over those of the environment, as `zapier-platform invoke` does. */
export function loadEnvFile(file: string, environment: NodeJS.ProcessEnv): void {
	if (existsSync(file)) Object.assign(environment, parseEnv(readFileSync(file, 'utf8')));
}

/**
 * The connection from the variables that `zapier-platform invoke` reads: `authData_<field>`. Empty ones don't count.
 * @throws {PlanError} if a required one is missing, or if they are another product's.
 */
export function connectionFrom(environment: NodeJS.ProcessEnv, { authentication }: Definition, product: string): Values {
	const given = Object.fromEntries(
		Object.entries(environment)
			.filter(([name, value]) => name.startsWith(PREFIX) && value)
			.map(([name, value]) => [name.slice(PREFIX.length), value]),
	);
	const { fields } = authentication ?? {};
	if (given.provider && given.provider !== product && !fields?.some(({ key }) => key === 'provider')) {
		throw new PlanError(`The credentials in .env or the environment are those of ${given.provider}: ${PREFIX}provider says so.`);
	}
	const required = fields?.length ? fields.filter((field) => field.required) : authentication ? [{ key: 'access_token' }] : [];
	const missing = required.filter(({ key }) => !given[key]).map(({ key }) => `${PREFIX}${key}`);
	if (missing.length) {
		throw new PlanError(
			`Credentials are missing. Set ${missing.join(' and ')} in .env or the environment, or try it without an account: --sandbox.`,
		);
	}
	const keys = fields?.length ? fields.map(({ key }) => key) : Object.keys(given).filter((key) => key !== 'provider');
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

/** Tests the connection. Returns how Zapier would list it, without the product's name. @throws why it isn't accepted. */
export async function testConnection(integration: Integration, authData: Values): Promise<string> {
	const { result, error } = await integration.execute('authentication.test', { authData });
	if (error) throw new Error(detailsOf(error).message);
	return textOf((result as Values | undefined)?.label);
}
