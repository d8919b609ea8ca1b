import { type Field, type Integration, inputsOf, STEP_KINDS, type Step, type StepKind } from './read.mts';

/**
 * The keys of an integration that people's Zaps, templates and connections are built on. Once published they are for
 * ever: Zapier's compatibility checks C001 to C003, and what it refuses to promote as a breaking change
 * (docs.zapier.com, "Integration check reference" and "Version promotion guardrails").
 */
export interface PublicKeys {
	authentication: { type: string; fields: Record<string, Need> };
	triggers: Record<string, PublicStep>;
	searches: Record<string, PublicStep>;
	creates: Record<string, PublicStep>;
	/** Each with the search and the action it is made of. */
	searchOrCreates: Record<string, string>;
}

/** Must a person fill it in? With a default nobody has to. */
type Need = 'required' | 'optional';

interface PublicStep {
	/** A trigger that Zapier asks regularly, or one that is told; hidden ones fill dropdowns. */
	type?: string;
	visibility: 'visible' | 'hidden';
	/** Those of line items as "group.field". */
	inputFields: Record<string, Need>;
	outputFields: string[];
	sample: string[];
}

/** The public keys of each build, by its name. */
export type Snapshot = Record<string, PublicKeys>;

/** A difference between what was published and what is built. */
export interface Change {
	/** Does it break what people have built? */
	breaking: boolean;
	message: string;
}

/** Gathers the public keys of an integration, sorted. */
export function publicKeysOf({ definition, steps, searchOrCreates }: Integration): PublicKeys {
	const stepsOf = (kind: StepKind) => sorted(steps.filter((step) => step.kind === kind).map((step) => [step.key, publicStep(step)]));
	const fields = (definition.authentication?.fields ?? []).filter(({ computed }) => !computed);
	return {
		authentication: {
			type: definition.authentication?.type ?? 'none',
			fields: sorted(fields.map((field) => [field.key, needOf(field)])),
		},
		triggers: stepsOf('triggers'),
		searches: stepsOf('searches'),
		creates: stepsOf('creates'),
		searchOrCreates: sorted(
			searchOrCreates.map(({ key, search, create, update }) => [key, [search, create, update].filter(Boolean).join(' or ')]),
		),
	};
}

function publicStep(step: Step): PublicStep {
	return {
		...(step.type ? { type: step.type } : {}),
		visibility: step.hidden ? 'hidden' : 'visible',
		inputFields: sorted(inputsOf(step).map(({ field, path }) => [path, needOf(field)])),
		outputFields: (step.outputFields ?? []).flatMap(outputKeys).sort(),
		sample: sampleKeys(step.sample, '').sort(),
	};
}

function needOf({ required, default: preset }: Field): Need {
	return required && preset === undefined ? 'required' : 'optional';
}

function outputKeys({ key, children = [] }: Field): string[] {
	return [key, ...children.flatMap(outputKeys).map((child) => `${key}.${child}`)];
}

/** The keys of an object, and those of objects inside it as "object.key". */
function sampleKeys(value: unknown, path: string): string[] {
	if (Array.isArray(value)) return [...new Set(value.flatMap((item) => sampleKeys(item, path)))];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => {
		const name = path ? `${path}.${key}` : key;
		return [name, ...sampleKeys(item, name)];
	});
}

function sorted<Value>(entries: [string, Value][]): Record<string, Value> {
	return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a kind of key is called, and what becomes of Zaps when one is gone. */
interface Loss {
	name: string;
	consequence: string;
}

const LOSSES = {
	integration: { name: 'integration', consequence: 'none of its Zaps runs any more' },
	authField: { name: 'connection field', consequence: 'accounts that are connected stop working' },
	inputField: { name: 'input field', consequence: 'Zaps that fill it lose the value (C002)' },
	outputField: { name: 'output field', consequence: 'later steps that use it get nothing' },
	sample: { name: 'sample key', consequence: 'Zap templates that use it break (C003)' },
	searchOrCreate: { name: 'search-or-create', consequence: 'Zaps that use it stop working' },
} satisfies Record<string, Loss>;

const STEP_NAMES: Record<StepKind, string> = { triggers: 'trigger', searches: 'search', creates: 'action' };

/** How what is built differs from what was published. */
export function changesBetween(published: Snapshot, built: Snapshot): Change[] {
	return [
		...keyChanges(LOSSES.integration, '', Object.keys(published), Object.keys(built)),
		...Object.entries(built).flatMap(([name, now]) => {
			const before = published[name];
			return before ? buildChanges(before, now).map((change) => ({ ...change, message: `${name}: ${change.message}` })) : [];
		}),
	];
}

/**
 * A snapshot without the providers that were never published: nobody has built anything on their keys yet, and the release
 * that publishes them writes them down.
 */
export function publishedPart(published: Snapshot, built: Snapshot): Snapshot {
	const unpublished = Object.keys(built).filter((name) => !(name in published));
	if (!unpublished.length) return built;
	const known = Object.entries(built).filter(([name]) => name in published);
	const fields = new Set(
		[...Object.values(published), ...known.filter(([name]) => name !== 'all').map(([, keys]) => keys)].flatMap(({ authentication }) =>
			Object.keys(authentication.fields),
		),
	);
	const keep = <Value,>(keys: Record<string, Value>, kept: (key: string) => boolean) =>
		Object.fromEntries(Object.entries(keys).filter(([key]) => kept(key)));
	const isKnown = (key: string) => !unpublished.some((provider) => key.startsWith(`${provider}_`));
	return Object.fromEntries(
		known.map(([name, { authentication, triggers, searches, creates, searchOrCreates }]) => [
			name,
			{
				authentication: { ...authentication, fields: keep(authentication.fields, (key) => fields.has(key)) },
				triggers: keep(triggers, isKnown),
				searches: keep(searches, isKnown),
				creates: keep(creates, isKnown),
				searchOrCreates: keep(searchOrCreates, isKnown),
			},
		]),
	);
}

function buildChanges(before: PublicKeys, now: PublicKeys): Change[] {
	const changes: Change[] = [];
	if (before.authentication.type !== now.authentication.type) {
		const types = `${before.authentication.type} to ${now.authentication.type}`;
		changes.push(broken(`authentication: its type changed from ${types}: accounts that are connected stop working`));
	}
	changes.push(...fieldChanges(LOSSES.authField, 'authentication', before.authentication.fields, now.authentication.fields));
	for (const kind of STEP_KINDS) {
		const loss: Loss = { name: STEP_NAMES[kind], consequence: 'Zaps and Zap templates that use it stop working (C001)' };
		changes.push(...keyChanges(loss, kind, Object.keys(before[kind]), Object.keys(now[kind])));
		for (const [key, step] of Object.entries(now[kind])) {
			const old = before[kind][key];
			if (old) changes.push(...stepChanges(`${kind}.${key}`, old, step));
		}
	}
	changes.push(
		...keyChanges(LOSSES.searchOrCreate, 'searchOrCreates', Object.keys(before.searchOrCreates), Object.keys(now.searchOrCreates)),
	);
	for (const [key, parts] of Object.entries(now.searchOrCreates)) {
		const old = before.searchOrCreates[key];
		if (old !== undefined && old !== parts) {
			changes.push(broken(`searchOrCreates.${key}: it was ${old} and is ${parts}: Zaps that use it do something else`));
		}
	}
	return changes;
}

function stepChanges(place: string, before: PublicStep, now: PublicStep): Change[] {
	const changes: Change[] = [];
	if (before.type !== now.type)
		changes.push(broken(`${place}: its type changed from ${before.type} to ${now.type}: Zaps that use it stop working`));
	if (before.visibility !== now.visibility) {
		changes.push(
			now.visibility === 'hidden'
				? broken(`${place}: it is hidden now: Zap templates that use it break, and nobody can choose it any more (C001)`)
				: added(`${place}: it is visible now`),
		);
	}
	changes.push(...fieldChanges(LOSSES.inputField, place, before.inputFields, now.inputFields));
	changes.push(...keyChanges(LOSSES.outputField, place, before.outputFields, now.outputFields));
	changes.push(...keyChanges(LOSSES.sample, place, before.sample, now.sample));
	return changes;
}

/** Fields that are gone or new, and those that must be filled in now. */
function fieldChanges(loss: Loss, place: string, before: Record<string, Need>, now: Record<string, Need>): Change[] {
	const what = loss === LOSSES.authField ? 'connections' : 'Zaps';
	const keys = Object.keys(now);
	const demanded = keys.filter((key) => now[key] === 'required' && before[key] !== 'required');
	return [
		...gone(loss, place, Object.keys(before), keys),
		...demanded.map((key) => {
			const since = before[key] ? 'is required now' : 'is new and required';
			return broken(`${place}: ${loss.name} \`${key}\` ${since}: ${what} without a value for it stop working`);
		}),
		...keys
			.filter((key) => now[key] === 'optional' && before[key] !== 'optional')
			.map((key) => added(`${place}: ${loss.name} \`${key}\` is ${before[key] ? 'optional now' : 'new'}`)),
	];
}

/** Keys that are gone, and those that are new. */
function keyChanges(loss: Loss, place: string, before: string[], now: string[]): Change[] {
	const fresh = now.filter((key) => !before.includes(key));
	return [...gone(loss, place, before, now), ...fresh.map((key) => added(`${at(place)}${loss.name} \`${key}\` is new`))];
}

function gone({ name, consequence }: Loss, place: string, before: string[], now: string[]): Change[] {
	const lost = before.filter((key) => !now.includes(key));
	const fresh = now.filter((key) => !before.includes(key));
	// One key less and one more is likely the same one.
	const renamed = lost.length === 1 && fresh.length === 1 ? ` (renamed to \`${fresh[0]}\`?)` : '';
	return lost.map((key) => broken(`${at(place)}${name} \`${key}\` is gone${renamed}: ${consequence}`));
}

function at(place: string): string {
	return place ? `${place}: ` : '';
}

function broken(message: string): Change {
	return { breaking: true, message };
}

function added(message: string): Change {
	return { breaking: false, message };
}

/** The changes for a person to read, and what to do about them; undefined if there is none. */
export function describeChanges(changes: Change[]): string | undefined {
	if (!changes.length) return undefined;
	const list = (breaking: boolean) => changes.filter((change) => change.breaking === breaking).map(({ message }) => `  ${message}`);
	const [breaks, adds] = [list(true), list(false)];
	return [
		...(breaks.length ? ['Published keys are for ever. These changes break what people have built:', ...breaks, ''] : []),
		...(adds.length ? ['These keys would be public from now on:', ...adds, ''] : []),
		...(breaks.length ? ['Bring back what is gone. If nobody has it yet, because it was never published: npm run update:public-keys'] : []),
		...(breaks.length ? [] : ['If that is meant: npm run update:public-keys']),
	].join('\n');
}
