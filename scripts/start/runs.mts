import type { Sandbox, SandboxRequest } from '../../sandbox/index.mts';
import { fillIn, type Person, type Zap } from './examples.mts';
import { type Definition, type Execute, refusalOf } from './zapier.mts';

/** One provider, connected. */
export interface Connected {
	key: string;
	provider: string;
	authData: object;
	execute: Execute;
	definition: Definition;
	sandbox: Sandbox;
}

/** An invitation of one person. */
export interface Run {
	provider: string;
	person: Person;
	status: string | undefined;
	/** What Zapier shows where there is no status. */
	refusal: string | undefined;
	shown: string;
	request: SandboxRequest | undefined;
	/** What the examples say of it, where it went otherwise. */
	expected: string | undefined;
}

/** Something else that a Zap, or its editor, does. */
export interface Step {
	provider: string;
	label: string;
	outcome: string;
	/** How many invitations it sent. */
	invited: number;
	expected: string | undefined;
}

const FOUND = 'found, not invited';
const INVITED = 'not found, invited';

type Item = Record<string, unknown>;

/** Runs a Zap's action for one person. */
export async function invite({ key, provider, authData, execute, sandbox }: Connected, zap: Zap, person: Person): Promise<Run> {
	const before = sandbox.requests.length;
	const run: Run = { provider, person, status: undefined, refusal: undefined, shown: '', request: undefined, expected: undefined };
	try {
		const inputData = fillIn(zap.inputData, person.answers);
		const result = (await execute(`creates.${key}_invite_user.operation.perform`, { authData, inputData })) as Item;
		run.status = textOf(result, 'status');
		run.shown = zap.show ? textOf(result, zap.show) : '';
	} catch (error) {
		run.refusal = refusalOf(error);
	}
	// Those before it only look something up.
	const sentRequests = sandbox.requests.slice(before).filter(({ method }) => method !== 'GET');
	run.request = sentRequests[0];
	const { status = 'invited', refused, sent = true } = zap.otherwise?.find(({ row }) => row === person.row) ?? {};
	const asExpected = refused ? run.refusal?.includes(refused) : run.status === status;
	if (!asExpected) run.expected = refused ?? status;
	else if (sentRequests.length !== (sent ? 1 : 0)) run.expected = sent ? 'one request' : 'nothing sent';
	return run;
}

/** Fills the dropdowns of a Zap's fields. Zapier's editor asks for page after page, until one is empty. */
export async function fillDropdowns(connected: Connected, { dropdowns = {} }: Zap): Promise<Step[]> {
	const steps: Step[] = [];
	for (const [key, first] of Object.entries(dropdowns)) {
		const noun = connected.definition.triggers[`${connected.key}_${key}`]?.noun ?? key;
		const allPages = async () => {
			const items: Item[] = [];
			for (let page = 0; ; page++) {
				const loaded = await poll(connected, key, { isFillingDynamicDropdown: true, page });
				if (!loaded.length) return items;
				items.push(...loaded);
			}
		};
		steps.push(await list(connected, `Dropdown: ${noun}s`, allPages, first));
	}
	return steps;
}

/** Polls what starts a Zap. */
export async function pollTriggers(connected: Connected, { triggers = {} }: Zap): Promise<Step[]> {
	const steps: Step[] = [];
	for (const [key, first] of Object.entries(triggers)) {
		const trigger = connected.definition.triggers[`${connected.key}_${key}`];
		steps.push(await list(connected, `Trigger: ${trigger ? labelOf(connected, trigger) : key}`, () => poll(connected, key, {}), first));
	}
	return steps;
}

/** Looks for each person, and invites those who aren't found, as Zapier does in one step. */
export async function findOrInvite(connected: Connected, zap: Zap, wanted: Person[]): Promise<Step[]> {
	const { key, provider, definition } = connected;
	const steps: Step[] = [];
	for (const [search, { inputData, found }] of Object.entries(zap.searches ?? {})) {
		const pair = definition.searchOrCreates[`${key}_${search}`];
		if (!pair) throw new Error(`The Zap of ${provider} has the search ${search}, but no action stands in for it`);
		const outcomes: string[] = [];
		const expected: string[] = [];
		let invited = 0;
		for (const { name, row = 0, answers } of wanted) {
			const forms = { search: fillIn(inputData, answers), create: fillIn(zap.inputData, answers) };
			const { outcome, sent } = await findOrCreate(connected, pair, forms);
			const [right, invitations] = found.includes(row) ? [FOUND, 0] : [INVITED, 1];
			if (outcome !== right || sent !== invitations) expected.push(`${name}: ${right}`);
			outcomes.push(`${name}: ${outcome}`);
			invited += sent;
		}
		steps.push({
			provider,
			label: `Search: ${labelOf(connected, pair)}`,
			outcome: outcomes.join('; '),
			invited,
			expected: expected.length ? expected.join('; ') : undefined,
		});
	}
	return steps;
}

/** How it ended, and how many requests it took beside those that only look. */
async function findOrCreate(
	{ authData, execute, sandbox: { requests } }: Connected,
	{ search, create }: { search: string; create: string },
	forms: { search: unknown; create: unknown },
): Promise<{ outcome: string; sent: number }> {
	const before = requests.length;
	let outcome = FOUND;
	try {
		const found = (await execute(`searches.${search}.operation.perform`, { authData, inputData: forms.search })) as Item[];
		if (!found.length) {
			await execute(`creates.${create}.operation.perform`, { authData, inputData: forms.create });
			outcome = INVITED;
		}
	} catch (error) {
		outcome = refusalOf(error);
	}
	return { outcome, sent: requests.slice(before).filter(({ method }) => method !== 'GET').length };
}

async function poll({ key, authData, execute }: Connected, trigger: string, meta: object): Promise<Item[]> {
	return (await execute(`triggers.${key}_${trigger}.operation.perform`, { authData, meta })) as Item[];
}

/** Shows a list by its names. It must begin as the examples say. */
async function list({ provider }: Connected, label: string, load: () => Promise<Item[]>, first: string[]): Promise<Step> {
	const step = { provider, label, invited: 0, expected: first.length ? `${first.join(', ')} first` : 'a list' };
	try {
		const names = (await load()).map((item) => textOf(item, 'name') || textOf(item, 'email'));
		const asExpected = first.every((name, index) => names[index] === name);
		return { ...step, outcome: shortened(names), ...(asExpected ? { expected: undefined } : {}) };
	} catch (error) {
		return { ...step, outcome: refusalOf(error) };
	}
}

/** As many names as fit on a line. */
function shortened(names: string[]): string {
	const width = (count: number) => names.slice(0, count).join(', ').length;
	const count = width(names.length) <= 60 ? names.length : Math.max(1, names.findLastIndex((_, index) => width(index + 1) <= 48) + 1);
	const more = names.length - count;
	return `${names.slice(0, count).join(', ')}${more ? ` and ${more} more` : ''}`;
}

/** Beside other providers, labels end with the provider's name. */
export function labelOf({ provider }: Connected, { display }: { display: { label: string } }): string {
	return display.label.replace(` in ${provider}`, '');
}

export function textOf(value: Item, key: string): string {
	return String(value[key] ?? '');
}
