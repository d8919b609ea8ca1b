import {
	type Authentication,
	type AuthField,
	type BaseApp,
	type Bundle,
	type Create,
	version as platformVersion,
	type ZObject,
} from 'zapier-platform-core';
import { version } from '../package.json';
import type { Action } from './zapier/action.ts';
import { authField, authFields } from './zapier/authFields.ts';
import type { AuthData } from './zapier/connection.ts';
import { fieldOf, isRequired } from './zapier/field.ts';
import { oauth2Config } from './zapier/oauth2.ts';
import type { Provider } from './zapier/provider.ts';
import { run, testConnection } from './zapier/run.ts';

export type Integration = BaseApp & { creates: Record<string, Create> };

/** Finds the provider that a connection belongs to; undefined if it can't be told. */
type ProviderOf = (authData: AuthData) => Provider | undefined;

/**
 * Assembles a Zapier integration. Zapier allows it one authentication, so with several providers the connection asks
 * for the provider first; a provider alone keeps its own authentication and unprefixed keys.
 */
export function assemble(providers: Provider[]): Integration {
	const alone = providers.length === 1 ? providers[0] : undefined;
	const providerOf: ProviderOf = alone ? () => alone : ({ provider }) => providers.find(({ key }) => key === provider);
	const creates = providers.flatMap((provider) => provider.actions.map((action) => create(provider, action, providerOf, !!alone)));
	return {
		version,
		platformVersion,
		flags: {
			// Every answer, 429 included, is judged in one place: src/zapier/errors.ts. (The platform's own documentation of
			// the second flag says the opposite of what its code does.)
			skipThrowForStatus: true,
			throwForThrottlingEarly: false,
			// Empty values mean something to nobody; src/zapier/input.ts drops them itself, and tells a missing list apart.
			cleanInputData: false,
		},
		authentication: alone ? ownAuthentication(alone) : sharedAuthentication(providers, providerOf),
		beforeRequest: [
			(request, _z, bundle) => {
				const authData = (bundle?.authData ?? {}) as AuthData;
				const headers = providerOf(authData)?.connection.headersFor(String(request.url), authData);
				return { ...request, headers: { ...request.headers, ...headers } };
			},
		],
		creates: Object.fromEntries(creates.map((one) => [one.key, one])),
	};
}

function create(provider: Provider, action: Action, providerOf: ProviderOf, alone: boolean): Create {
	return {
		key: alone ? action.key : `${provider.key}_${action.key}`,
		noun: action.noun,
		display: { label: alone ? action.label : `${action.label} in ${provider.name}`, description: action.description },
		operation: {
			inputFields: action.inputFields,
			outputFields: action.outputFields,
			sample: action.sample,
			perform: (z: ZObject, bundle: Bundle) => {
				const authData = bundle.authData as AuthData;
				requireProvider(z, provider, providerOf(authData));
				const operation = { effect: action.effect, labels: action.labels, advice: action.advice };
				return run(z, provider, authData, operation, (send) => action.perform(send, bundle.inputData ?? {}));
			},
		},
	};
}

/** A step works only with a connection of its own provider. */
function requireProvider(z: ZObject, needed: Provider, found: Provider | undefined): void {
	if (found === needed) return;
	const chosen = found ? `is for ${found.name}` : "doesn't say which provider it is for";
	throw new z.errors.Error(
		`This step needs a ${needed.name} connection, but the chosen one ${chosen}. Choose or add a ${needed.name} connection for this step.`,
		'wrong_connection',
	);
}

function ownAuthentication(provider: Provider): Authentication {
	const { form, oauth2 } = provider.connection;
	const test = (z: ZObject, bundle: Bundle) => testConnection(z, provider, bundle.authData);
	const connectionLabel = '{{bundle.inputData.label}}';
	if (oauth2) return { type: 'oauth2', test, connectionLabel, oauth2Config: oauth2Config(provider.name, oauth2) };
	return { type: 'custom', test, connectionLabel, fields: authFields(form) };
}

/** The connection of several providers: which one, then the union of their fields, where equal keys are one field. */
function sharedAuthentication(providers: Provider[], providerOf: ProviderOf): Authentication {
	return {
		type: 'custom',
		connectionLabel: '{{bundle.inputData.label}}',
		test: async (z: ZObject, bundle: Bundle) => {
			const provider = providerOf(bundle.authData);
			if (!provider) throw new z.errors.Error('Choose the Provider whose account you connect.', 'invalid_input');
			const { label } = await testConnection(z, provider, bundle.authData);
			return { label: `${provider.name}: ${label}` };
		},
		fields: [
			{
				key: 'provider',
				label: 'Provider',
				required: true,
				type: 'string',
				isNoSecret: true,
				choices: Object.fromEntries(providers.map(({ key, name }) => [key, name])),
				helpText: 'The product whose account you connect. Fill in only the fields below that name it.',
			},
			...unionOfFields(providers),
		],
	};
}

function unionOfFields(providers: Provider[]): AuthField[] {
	const keys = new Set(providers.flatMap(({ connection }) => Object.keys(connection.form.shape)));
	return [...keys].map((key) => {
		const users = providers.flatMap(({ name, connection }) => {
			const schema = connection.form.shape[key];
			return schema ? [{ name, meta: fieldOf(key, schema), required: isRequired(schema) }] : [];
		});
		const [first] = users;
		if (!first) throw new TypeError(`No provider has the field "${key}"`);
		// Whatever differs between providers, as a default or a placeholder does, would be wrong for all but one.
		const { default: _default, placeholder, ...meta } = first.meta;
		return authField(
			key,
			{
				...meta,
				label: `${meta.label} (${users.map(({ name }) => name).join(', ')})`,
				helpText: users.map((user) => `**${user.name}**${user.required ? '' : ' (optional)'}: ${user.meta.helpText}`).join(' '),
				...(users.length === 1 && placeholder ? { placeholder } : {}),
			},
			false,
		);
	});
}
