import {
	type AuthField,
	type BaseApp,
	type BeforeRequestMiddleware,
	type Bundle,
	type Create,
	version as platformVersion,
	type Search,
	type SearchOrCreate,
	type Trigger,
	type Authentication as ZapierAuthentication,
	type ZObject,
} from 'zapier-platform-core';
import { version } from '../../package.json';
import { type AuthData, authField, authFields, connectionLabel } from './authentication.ts';
import { constant, constants } from './constant.ts';
import { toCreate } from './creates.ts';
import { toHiddenTrigger } from './dropdowns.ts';
import { InputError } from './errors/stepError.ts';
import { AUTHENTICATED } from './http.ts';
import { oauth2Config } from './oauth2.ts';
import { perform } from './perform.ts';
import type { Placement, Provider } from './provider.ts';
import { toSearch, toSearchOrCreate } from './searches.ts';
import { toTrigger } from './triggers.ts';

/** The whole definition that Zapier loads. */
export type App = BaseApp & {
	creates: Record<string, Create>;
	searches: Record<string, Search>;
	triggers: Record<string, Trigger>;
	searchOrCreates: Record<string, SearchOrCreate>;
};

/**
 * Assembles a Zapier integration. Zapier allows it one authentication, so with several providers the connection asks
 * for the provider first; a provider alone keeps its own authentication and plain keys. Nothing else knows which it is.
 */
export function assemble(providers: Provider[]): App {
	const [first] = providers;
	const alone = first && providers.length === 1 ? first : undefined;
	const placements = alone ? [placeAlone(alone)] : providers.map((provider) => placeBeside(provider, providers));
	return {
		version,
		platformVersion,
		flags: constant({
			// Every response, 429 included, is judged in one place: errors/zapierError.ts. (The platform's own documentation of
			// the second flag says the opposite of what its code does.)
			skipThrowForStatus: true,
			throwForThrottlingEarly: false,
			// Empty values mean something to nobody; schemas/input.ts drops them itself, and tells a missing list apart.
			cleanInputData: false,
		}),
		authentication: alone ? ownAuthentication(placeAlone(alone)) : sharedAuthentication(placements),
		beforeRequest: [rawRequestHeaders(alone ? () => alone : (authData) => providers.find(({ key }) => key === authData.provider))],
		creates: byKey(placements.flatMap((place) => place.provider.creates.map((create) => toCreate(create, place)))),
		searches: byKey(placements.flatMap((place) => (place.provider.searches ?? []).map((search) => toSearch(search, place)))),
		triggers: byKey(
			placements.flatMap((place) => [
				...(place.provider.triggers ?? []).map((trigger) => toTrigger(trigger, place)),
				...(place.provider.dropdowns ?? []).map((dropdown) => toHiddenTrigger(dropdown, place)),
			]),
		),
		searchOrCreates: byKey(
			placements.flatMap((place) => (place.provider.searches ?? []).flatMap((search) => toSearchOrCreate(search, place))),
		),
	};
}

function byKey<Item extends { key: string }>(items: Item[]): Record<string, Item> {
	return Object.fromEntries(items.map((item) => [item.key, item]));
}

function placeAlone(provider: Provider): Placement {
	return { provider, prefix: '', suffix: '', requireConnection: () => {} };
}

/** Beside other providers, a step works only with a connection of its own. */
function placeBeside(provider: Provider, providers: Provider[]): Placement {
	const { key, name } = provider;
	return {
		provider,
		prefix: `${key}_`,
		suffix: ` in ${name}`,
		requireConnection(authData) {
			if (authData.provider === key) return;
			const other = providers.find((one) => one.key === authData.provider);
			const chosen = other ? `is for ${other.name}` : "doesn't say which provider it is for";
			throw new InputError(
				`This step needs a ${name} connection, but the chosen one ${chosen}. Choose or add a ${name} connection for this step.`,
				'wrong_connection',
			);
		},
	};
}

/**
 * Gives Zapier's raw API-request steps the connection's headers; a step's own requests have theirs already. With them, no
 * redirect is followed: it may lead to another host, and node-fetch would take most headers along.
 */
function rawRequestHeaders(providerOf: (authData: AuthData) => Provider | undefined): BeforeRequestMiddleware {
	return (request, _z, bundle) => {
		if (AUTHENTICATED in request) return request;
		const authData: AuthData = bundle?.authData ?? {};
		const headers = providerOf(authData)?.authentication.headersForUrl(String(request.url), authData);
		const bound = headers && Object.keys(headers).length > 0;
		return { ...request, headers: { ...request.headers, ...headers }, ...(bound ? { redirect: 'manual' as const } : {}) };
	};
}

function ownAuthentication(placement: Placement): ZapierAuthentication {
	const { provider } = placement;
	const { fields, oauth2, testStep } = provider.authentication;
	const test = (z: ZObject, bundle: Bundle) => perform(z, bundle, placement, testStep);
	if (oauth2) return { type: 'oauth2', test, connectionLabel, oauth2Config: oauth2Config(provider, oauth2) };
	return { type: 'custom', test, connectionLabel, fields: authFields(fields) };
}

/** The connection of several providers: which one, then the union of their fields, where equal keys are one field. */
function sharedAuthentication(placements: Placement[]): ZapierAuthentication {
	const providers = placements.map(({ provider }) => provider);
	return {
		type: 'custom',
		connectionLabel,
		test: async (z: ZObject, bundle: Bundle) => {
			const placement = placements.find(({ provider }) => provider.key === bundle.authData.provider);
			if (!placement) throw new z.errors.Error('Choose the Provider whose account you connect.', 'invalid_input');
			const { label } = await perform(z, bundle, placement, placement.provider.authentication.testStep);
			return { label: `${placement.provider.name}: ${label}` };
		},
		fields: constants([
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
		]),
	};
}

function unionOfFields(providers: Provider[]): AuthField[] {
	const keys = new Set(providers.flatMap(({ authentication }) => Object.keys(authentication.fields)));
	return [...keys].map((key) => {
		const users = providers.flatMap(({ name, authentication }) => {
			const one = authentication.fields[key];
			return one ? [{ name, field: one.field, required: one.required }] : [];
		});
		const [first] = users;
		if (!first) throw new TypeError(`No provider has the field "${key}"`);
		// Whatever differs between providers, as a default or a placeholder does, would be wrong for all but one.
		const { default: _default, placeholder, ...field } = first.field;
		return authField(
			key,
			{
				...field,
				label: users.length === 1 ? withName(first.name, field.label) : `${field.label} (${users.map(({ name }) => name).join(', ')})`,
				helpText: users
					.map(({ name, required, field: { helpText } }) => `**${name}**${required ? '' : ' (optional)'}${helpText ? `: ${helpText}` : ''}`)
					.join(' '),
				...(users.length === 1 && placeholder ? { placeholder } : {}),
			},
			false,
		);
	});
}

/** "Acme Notes API Key"; a label that begins with the product's name has it already. */
function withName(name: string, label: string): string {
	return label.startsWith(`${name.split(' ')[0]} `) ? label : `${name} ${label}`;
}
