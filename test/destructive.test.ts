import { join } from 'node:path';
import { type Organization, type Sandbox, startSandbox } from '../sandbox/index.mts';
import type { Create } from '../src/zapier/creates.ts';
import { fieldsOf, type InputField } from '../src/zapier/fields/inputField.ts';
import type { Provider } from '../src/zapier/provider.ts';
import { built, failureOf, providers, tester, type Values } from './support/integration.ts';
import { fc, seed } from './support/randomness.ts';

/*
 * Actions that take or change what somebody has, over the sandbox: whatever a Zap maps into them, nobody loses or gets
 * anything but the one person who was named exactly, by an id or a whole address, in the workspace that was named exactly;
 * and if nobody was, no request is sent that could change anything.
 *
 * `RANDOM_SEED=… npx jest destructive` repeats a run; `PROPERTY_RUNS=…` sets how many inputs each action gets.
 */
const numRuns = Number(process.env.PROPERTY_RUNS || 60);
const MOST_ROUNDS = 8;

const { perform } = tester(built('all'));
const actions = providers.flatMap((provider) =>
	provider.creates
		.filter(({ destructive }) => destructive)
		.map((create) => ({ name: `${provider.name}: ${create.label}`, provider, create })),
);

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ contracts: join(__dirname, '../contracts') });
});

afterEach(() => sandbox.stop());

test('every action that removes or updates somebody is marked', () => {
	const unmarked = providers.flatMap(({ creates }) =>
		creates.filter(({ key, destructive }) => /^(remove|update|disable|delete|cancel)_/.test(key) && !destructive),
	);
	expect(unmarked.map(({ key }) => key)).toStrictEqual([]);
	expect(actions.length).toBeGreaterThan(4);
});

test.each(actions)(
	`$name: ${numRuns} inputs (RANDOM_SEED=${seed})`,
	async ({ provider, create }) => {
		const connection = { provider: provider.key, ...sandbox.apis.find(({ key }) => key === provider.key)?.connection };
		const key = `${provider.key}_${create.key}`;
		const ends = { changed: 0, refused: 0 };

		const check = async ({ input, who, what, where, inRows, settings }: Mapped) => {
			sandbox.reset();
			const organization = sandbox.organization(provider.key);
			Object.assign(organization.settings, settings);
			fillWorkspaces(organization);
			organization.removeUser(removedOf(organization));
			const before = stateOf(organization);
			const named = what === 'invitation' ? invitationsNamed(organization, who) : usersNamed(organization, who);
			const workspaces = where?.flatMap((text) => workspacesNamed(organization, text));

			let result: Values = {};
			const failure = await failureOf(
				perform(key, connection, input).then((given) => {
					result = given;
				}),
			);

			// Where nobody may see what is in a row, the API itself says that it isn't there.
			const isHidden = inRows && (!settings.mayList || settings.missing === 'forbidden');
			const changing = sandbox.requests.filter(({ method, status = 0 }) => method !== 'GET' && !(isHidden && status >= 400));
			if (named.length !== 1 || workspaces?.length === 0) {
				expect(changing.map(({ method, path }) => `${method} ${path}`)).toStrictEqual([]);
				// Whoever isn't there by this id has nothing left to lose.
				if (!failure) expect(result.status).toMatch(/^already_/);
			}
			const [only] = named;
			const changes = changesBetween(before, stateOf(organization));
			expect(changes.filter(({ id }) => id !== only?.id)).toStrictEqual([]);
			expect(changes.filter(({ workspaceId }) => workspaces && workspaceId && !workspaces.includes(workspaceId))).toStrictEqual([]);
			if (changes.length) ends.changed++;
			if (failure) ends.refused++;
		};
		const property = fc.asyncProperty(inputOf(provider, create), check);
		// Neither of the two may be tested by chance only: where an input that changes something is rare, there are more.
		for (let round = 0; round === 0 || (round < MOST_ROUNDS && !(ends.changed && ends.refused)); round++) {
			await fc.assert(property, { seed: seed + round, numRuns });
		}
		expect(ends.changed).toBeGreaterThan(0);
		expect(ends.refused).toBeGreaterThan(0);
	},
	300_000,
);

/** What is mapped into an action, and in which circumstances. */
interface Mapped {
	input: Values;
	/** The text that names somebody, or somebody's invitation. */
	who: string;
	what: 'user' | 'invitation';
	/** The texts that name a workspace each; undefined for an action that is about none. */
	where: string[] | undefined;
	/** Whether workspaces are named in rows. */
	inRows: boolean;
	settings: Partial<Organization['settings']>;
}

function inputOf({ key, dropdowns = [] }: Provider, { input }: Create): fc.Arbitrary<Mapped> {
	const organization = sandbox.organization(key);
	const outputOf = ({ dynamic }: InputField) => dropdowns.find((dropdown) => dropdown.key === dynamic?.split('.')[0])?.output ?? {};
	const fields = fieldsOf(input);
	const person = fields.find(({ field }) => 'email' in outputOf(field));
	const nounOf = ({ dynamic }: InputField) => dropdowns.find((dropdown) => dropdown.key === dynamic?.split('.')[0])?.noun ?? '';
	const what = person && nounOf(person.field).includes('invitation') ? 'invitation' : 'user';
	const users = [...organization.users].map(({ id, email }) => [id, email]);
	const invitations = [...organization.invitations].map(({ id, email }) => [id, email]);
	const isWorkspace = ({ field }: { field: InputField }) => !!field.dynamic?.startsWith('workspaces.');
	const columnsOf = ({ children }: InputField) => (children ? fieldsOf(children) : []);
	const workspace = fields.find((one) => isWorkspace(one) || columnsOf(one.field).some(isWorkspace));
	const inRows = !!workspace?.field.children;
	/** A row has a workspace, and whatever else is in a row. */
	const place = (where: string) =>
		inRows
			? [Object.fromEntries(columnsOf(workspace.field).map((one) => [one.key, isWorkspace(one) ? where : one.field.placeholder]))]
			: where;
	if (!person) throw new Error('No field says who it is about');
	const others = fields.filter((one) => one !== person && one !== workspace);
	return fc
		.record({
			who: textFor(
				what === 'invitation' ? invitations : users,
				[...organization.users].flatMap(({ firstName, lastName }) => [firstName, lastName, `${firstName} ${lastName}`]),
				(what === 'invitation' ? users : invitations).flat(),
			),
			where: textFor(
				[...organization.workspaces].map(({ id, name }) => [id, name]),
				[],
				[],
			),
			values: fc.tuple(...others.map(({ field }) => valueFor(field))),
			settings: fc.record({
				mayList: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
				missing: fc.constantFrom('not_found', 'forbidden'),
				order: fc.constantFrom('oldest_first', 'newest_first', 'mixed'),
				pageSize: fc.constantFrom(1, 2, 1000),
			}),
		})
		.map(({ who, where, values, settings }) => ({
			input: {
				...Object.fromEntries(others.map(({ key: name }, index) => [name, values[index]])),
				[person.key]: who,
				...(workspace ? { [workspace.key]: place(where) } : {}),
			},
			who,
			what,
			// One cell of a row may hold several.
			where: workspace ? (inRows ? where.split(/[,;\n]/) : [where]) : undefined,
			inRows,
			settings: settings as Mapped['settings'],
		}));
}

/** A text that names something, or nearly does, or names something else. */
function textFor(things: string[][], notEnough: string[], others: string[]): fc.Arbitrary<string> {
	const named = fc.constantFrom(...things.flat());
	const at = fc.nat({ max: 40 });
	return fc.oneof(
		{ weight: 15, arbitrary: named },
		{ weight: 1, arbitrary: named.map((text) => text.toUpperCase()) },
		{ weight: 1, arbitrary: named.map((text) => ` ${text}\n`) },
		{ weight: 1, arbitrary: named.map((text) => `"${text}"`) },
		{ weight: 1, arbitrary: fc.tuple(named, at).map(([text, index]) => text.slice(0, index % text.length)) },
		{ weight: 1, arbitrary: fc.tuple(named, at).map(([text, index]) => text.slice((index % text.length) + 1)) },
		{ weight: 1, arbitrary: fc.tuple(named, at).map(([text, index]) => without(text, index % text.length)) },
		{
			weight: 1,
			arbitrary: fc.tuple(named, fc.constantFrom('x', '0', '.', '*', '%', '?', '/', '/..', '#')).map((texts) => texts.join('')),
		},
		{ weight: 1, arbitrary: fc.tuple(named, named, fc.constantFrom(', ', ';', '\n', ' ')).map(([a, b, between]) => a + between + b) },
		{
			weight: 1,
			arbitrary: fc.constantFrom('*', '%', '@', '.', '..', '0', '-1', 'null', 'undefined', 'me', 'all', ...notEnough, ...others),
		},
		{ weight: 1, arbitrary: fc.string() },
	);
}

function without(text: string, index: number): string {
	return text.slice(0, index) + text.slice(index + 1);
}

/** Something valid, which isn't what this is about. */
function valueFor({ choices, type, placeholder }: InputField): fc.Arbitrary<unknown> {
	if (type === 'boolean') return fc.oneof({ weight: 9, arbitrary: fc.constant('yes') }, { weight: 1, arbitrary: fc.constant('no') });
	return choices ? fc.constantFrom(...Object.keys(choices)) : fc.constant(placeholder ?? 'x');
}

/** What a text names, once the spaces and quotes around it are gone. */
function bare(text: string): string {
	return text
		.trim()
		.replace(/^"(.*)"$/s, '$1')
		.trim();
}

function isSame(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

/** Those whose id or whole address a text is, whether they are there or were removed. */
function usersNamed({ users }: Organization, text: string) {
	return [...users].filter(({ id, email }) => isSame(id, bare(text)) || isSame(email, bare(text)));
}

/** The invitation whose id a text is, or those of an address that nobody has answered. */
function invitationsNamed({ invitations }: Organization, text: string) {
	return [...invitations].filter(({ id, email, status }) => isSame(id, bare(text)) || (isSame(email, bare(text)) && status === 'pending'));
}

function workspacesNamed({ workspaces }: Organization, text: string): string[] {
	const named = [...workspaces].filter(({ id, name, details }) => [id, name, String(details.uuid)].some((one) => isSame(one, bare(text))));
	return named.map(({ id }) => id);
}

/** Puts everybody into every other workspace, so that there is somebody to take from it. */
function fillWorkspaces(organization: Organization): void {
	const role = organization.roles.workspace[0]?.id ?? '';
	for (const [index, { id }] of [...organization.workspaces].entries()) {
		for (const user of organization.activeUsers) {
			if (index % 2 === 0 && !organization.membership(user, id)) organization.addToWorkspace(user, id, role);
		}
	}
}

/** Somebody who was there and was removed, so that also such a person is named. */
function removedOf({ users, connected }: Organization): string {
	return [...users].findLast(({ id }) => id !== connected.id)?.id ?? '';
}

interface Fact {
	/** Of the user, or of the invitation. */
	id: string;
	workspaceId?: string;
}

/** Everything that is true of somebody, by a key of its own. */
function stateOf({ users, activeUsers, memberships, groups, invitations }: Organization): Map<string, { fact: string; about: Fact }> {
	return new Map([
		...[...users].map((user) => [`user ${user.id}`, { fact: JSON.stringify(user), about: { id: user.id } }] as const),
		...[...invitations].map((one) => {
			// Where whoever is invited is a user at once, the invitation is the user's.
			const user = [...activeUsers].find(({ email }) => isSame(email, one.email));
			return [`invitation ${one.id}`, { fact: JSON.stringify(one), about: { id: user?.id ?? one.id } }] as const;
		}),
		...[...memberships].map((one) => {
			const { id, userId, workspaceId } = one;
			return [`membership ${id}`, { fact: JSON.stringify(one), about: { id: userId, workspaceId } }] as const;
		}),
		...[...groups].flatMap(({ id, workspaceId, memberIds }) =>
			memberIds.map((userId) => [`member ${userId} of group ${id}`, { fact: 'is in it', about: { id: userId, workspaceId } }] as const),
		),
	]);
}

/** Whom, and where, the facts that differ are about. */
function changesBetween(before: ReturnType<typeof stateOf>, after: ReturnType<typeof stateOf>): Fact[] {
	const keys = new Set([...before.keys(), ...after.keys()]);
	return [...keys].flatMap((key) => {
		const [was, is] = [before.get(key), after.get(key)];
		return was?.fact === is?.fact ? [] : [(is ?? was)?.about ?? { id: '' }];
	});
}
