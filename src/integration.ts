import {
	type Authentication,
	type AuthField,
	type BaseApp,
	type Bundle,
	type Create,
	version as platformVersion,
	type Search,
	type SearchOrCreate,
	type Trigger,
	type ZObject,
} from 'zapier-platform-core';
import { version } from '../package.json';
import type { Send } from './zapier/api.ts';
import { authField, authFields } from './zapier/authFields.ts';
import type { AuthData } from './zapier/connection.ts';
import { fieldOf, isRequired } from './zapier/field.ts';
import { inputFieldGroups, inputFields } from './zapier/inputFields.ts';
import { oauth2Config } from './zapier/oauth2.ts';
import type { Operation } from './zapier/operation.ts';
import { outputFields } from './zapier/outputFields.ts';
import type { Provider } from './zapier/provider.ts';
import { run, testConnection } from './zapier/run.ts';

export type Integration = BaseApp & {
	creates: Record<string, Create>;
	searches: Record<string, Search>;
	triggers: Record<string, Trigger>;
	searchOrCreates: Record<string, SearchOrCreate>;
};

/** Finds the provider that a connection belongs to; undefined if it can't be told. */
type ProviderOf = (authData: AuthData) => Provider | undefined;

/**
 * Assembles a Zapier integration. Zapier allows it one authentication, so with several providers the connection asks
 * for the provider first; a provider alone keeps its own authentication and unprefixed keys.
 */
export function assemble(providers: Provider[]): Integration {
	const alone = providers.length === 1 ? providers[0] : undefined;
	const providerOf: ProviderOf = alone ? () => alone : ({ provider }) => providers.find(({ key }) => key === provider);
	const compiled = providers.map((provider) => compile(provider, providerOf, !alone));
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
		creates: byKey(compiled.flatMap(({ creates }) => creates)),
		searches: byKey(compiled.flatMap(({ searches }) => searches)),
		triggers: byKey(compiled.flatMap(({ triggers }) => triggers)),
		searchOrCreates: byKey(compiled.flatMap(({ searchOrCreates }) => searchOrCreates)),
	};
}

function byKey<Item extends { key: string }>(items: Item[]): Record<string, Item> {
	return Object.fromEntries(items.map((item) => [item.key, item]));
}

/** One provider's operations for Zapier. Beside other providers, keys begin with its key and labels end with its name. */
function compile(provider: Provider, providerOf: ProviderOf, shared: boolean) {
	const prefix = shared ? `${provider.key}_` : '';
	const title = (label: string) => (shared ? `${label} in ${provider.name}` : label);

	type Details = { effect?: string; hidden?: boolean };
	const connected = <Result>(
		z: ZObject,
		bundle: Bundle,
		operation: Partial<Operation> & Details,
		perform: (send: Send) => Promise<Result>,
	) => {
		const authData = bundle.authData as AuthData;
		requireProvider(z, provider, providerOf(authData));
		const { effect, labels = {}, advice = {}, hidden = false } = operation;
		// A list that can't be read must not disconnect the account: the rest of the form may work.
		return run(z, provider, authData, { effect, labels, advice, connecting: hidden }, perform);
	};
	const display = ({ label, description }: Operation) => ({ label: title(label), description });
	const form = (operation: Operation) => {
		const groups = inputFieldGroups(operation.input);
		return {
			inputFields: inputFields(operation.input, {
				prefix,
				choices: provider.choices ?? {},
				connected: async (z, bundle, load) => connected(z, bundle, { hidden: true }, load),
			}),
			...(groups ? { inputFieldGroups: groups } : {}),
			outputFields: outputFields(operation.output),
			sample: operation.sample,
		};
	};

	const creates = provider.actions.map(
		(action): Create => ({
			key: `${prefix}${action.key}`,
			noun: action.noun,
			display: display(action),
			operation: {
				...form(action),
				perform: (z: ZObject, bundle: Bundle) => connected(z, bundle, action, (send) => action.perform(send, bundle.inputData ?? {})),
			},
		}),
	);
	const searches = (provider.searches ?? []).map(
		(search): Search => ({
			key: `${prefix}${search.key}`,
			noun: search.noun,
			display: display(search),
			operation: {
				...form(search),
				perform: (z: ZObject, bundle: Bundle) => connected(z, bundle, search, (send) => search.perform(send, bundle.inputData ?? {})),
			},
		}),
	);
	const triggers = (provider.triggers ?? []).map(
		(trigger): Trigger => ({
			key: `${prefix}${trigger.key}`,
			noun: trigger.noun,
			display: { ...display(trigger), ...(trigger.hidden ? { hidden: true } : {}) },
			operation: {
				type: 'polling',
				...(trigger.hidden ? { canPaginate: true } : {}),
				outputFields: outputFields(trigger.output),
				sample: trigger.sample,
				perform: (z: ZObject, bundle: Bundle) => {
					const { page = 0, isLoadingSample = false } = bundle.meta ?? {};
					return connected(z, bundle, trigger, (send) => trigger.perform(send, { page, sampleOnly: isLoadingSample }));
				},
			},
		}),
	);
	const searchOrCreates = (provider.searches ?? []).flatMap(({ key, orCreate }): SearchOrCreate[] => {
		if (!orCreate) return [];
		const { action, label, description } = orCreate;
		return [
			{ key: `${prefix}${key}`, display: { label: title(label), description }, search: `${prefix}${key}`, create: `${prefix}${action}` },
		];
	});
	return { creates, searches, triggers, searchOrCreates };
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
