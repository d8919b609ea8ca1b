import type { ZObject } from 'zapier-platform-core';
import { type Answer, DEADLINE_MS, type Send, send } from './api.ts';
import type { AuthData, Connection } from './connection.ts';
import { type Context, toZapierError } from './errors.ts';
import { ApiFault } from './fault.ts';
import { fieldOf, fieldsOf } from './field.ts';
import type { Provider } from './provider.ts';
import { redact } from './redact.ts';

type Details = Pick<Context, 'effect' | 'labels' | 'advice' | 'connecting'>;

/**
 * Runs an operation with a person's connection. Whatever goes wrong leaves as the Zapier error that fits it, and no
 * credential leaves at all, not even when the provider's answer repeats one.
 */
export async function run<Result>(
	z: ZObject,
	provider: Provider,
	authData: AuthData,
	operation: Details,
	perform: (send: Send) => Promise<Result>,
): Promise<Result> {
	const { connection } = provider;
	const secrets = secretsOf(connection, authData);
	const end = Date.now() + DEADLINE_MS;
	let host: string | undefined;
	try {
		const { baseUrl } = connection.open(authData);
		host = new URL(baseUrl).host;
		const result = await perform((request) => send(z, baseUrl, connection.statusOfCode, request, end - Date.now()));
		return redact(result, secrets);
	} catch (error) {
		throw toZapierError(z, error, {
			provider: provider.name,
			host,
			keyPage: connection.keyPage,
			keyLabel: labelOf(connection, connection.keyField),
			hostLabel: connection.hostField && authData[connection.hostField] ? labelOf(connection, connection.hostField) : undefined,
			...operation,
			secrets,
		});
	}
}

/**
 * Zapier's test of a connection: its result fills the connection's label.
 * @throws the Zapier error that tells a refused key from an address where nothing answers.
 */
export async function testConnection(z: ZObject, provider: Provider, authData: AuthData): Promise<{ label: string }> {
	const { connection } = provider;
	return run(
		z,
		provider,
		authData,
		{ connecting: true, effect: undefined, labels: {}, advice: connection.test.advice ?? {} },
		async (send) => {
			const { label } = connection.open(authData);
			return { label: label(await testRequest(connection, send)) };
		},
	);
}

async function testRequest({ test }: Connection, send: Send): Promise<Answer> {
	try {
		return await send(test);
	} catch (error) {
		const refusal = error instanceof ApiFault && error.fault.kind === 'refused' ? error.fault : undefined;
		if (refusal && refusal.status === test.acceptStatus) return { status: refusal.status, body: undefined };
		throw error;
	}
}

function labelOf(connection: Connection, key: string): string {
	const schema = connection.form.shape[key];
	return schema ? fieldOf(key, schema).label : key;
}

/** The values of the fields that Zapier hides. */
function secretsOf(connection: Connection, authData: AuthData): string[] {
	return fieldsOf(connection.form)
		.filter(([key, schema]) => fieldOf(key, schema).type === 'password')
		.flatMap(([key]) => [authData[key], authData[key]?.trim()])
		.filter((value) => value !== undefined);
}
