import nock from 'nock';
import { version as platformVersion } from 'zapier-platform-core';
import { sharedDescription } from '../scripts/checks/description.mts';
import { checks, findingsOf } from '../scripts/checks/index.mts';
import { type Integration, readIntegration } from '../scripts/checks/read.mts';
import { titleCase } from '../scripts/checks/titleCase.mts';
import { fieldsOf } from '../src/zapier/fields/inputField.ts';
import type { Provider } from '../src/zapier/provider.ts';
import { built, failure, providers, tester } from './support/integration.ts';

const buildNames = ['all', ...providers.map(({ key }) => key)];

test('every build passes', async () => {
	const builds = await Promise.all(
		buildNames.map(async (name) => {
			const about = providers.find(({ key }) => key === name)?.description ?? sharedDescription();
			return { name, integration: await readIntegration(built(name), about) };
		}),
	);
	const findings = findingsOf(builds).map(({ code, build, place, message }) => `${code} ${build} ${place}: ${message}`);
	expect(findings).toEqual([]);
});

describe('each check', () => {
	const SOUND = 'Invitations is a service that invites people to the places where they work.';

	/** A small integration against which nothing can be said. */
	function soundApp(): object {
		const perform = async () => [];
		const user = () => ({
			outputFields: [
				{ key: 'id', label: 'ID', type: 'string' },
				{ key: 'email', label: 'Email', type: 'string', required: true },
				{ key: 'joined_at', label: 'Joined At', type: 'datetime' },
				{ key: 'visits', label: 'Visits', type: 'integer' },
				{ key: 'score', label: 'Score', type: 'number' },
				{ key: 'active', label: 'Active', type: 'boolean' },
				{ key: 'tags', label: 'Tags', type: 'string', list: true },
				{ key: 'teams', label: 'Teams', children: [{ key: 'name', label: 'Team Name', type: 'string' }] },
				{ key: 'owner__name', label: 'Owner', type: 'string' },
			],
			sample: {
				id: '1',
				email: 'jane.doe@example.com',
				joined_at: '2027-01-31T09:00:00Z',
				visits: 3,
				score: 1.5,
				active: true,
				tags: ['new'],
				teams: [{ name: 'Red' }],
				owner: { name: 'John' },
			},
		});
		return {
			version: '1.0.0',
			platformVersion,
			flags: { cleanInputData: false },
			authentication: {
				type: 'custom',
				test: perform,
				connectionLabel: '{{name}} ({{bundle.inputData.email}})',
				fields: [
					{ key: 'api_key', label: 'API Key', type: 'password', helpText: 'It is in [your settings](https://example.com/settings).' },
					{ key: 'region', label: 'Region', type: 'string', isNoSecret: true, helpText: 'Where you sign in: `https://eu.example.com`.' },
				],
			},
			triggers: {
				new_user: {
					key: 'new_user',
					noun: 'user',
					display: { label: 'New User', description: 'Triggers when a user joins.' },
					operation: { type: 'polling', perform, ...user() },
				},
				workspaces: {
					key: 'workspaces',
					noun: 'workspace',
					display: { label: 'List of Workspaces', description: 'Triggers when a dropdown needs them.', hidden: true },
					operation: { type: 'polling', perform, sample: { id: '1', name: 'Home' } },
				},
			},
			searches: {
				find_workspace: {
					key: 'find_workspace',
					noun: 'workspace',
					display: { label: 'Find Workspace', description: 'Finds a workspace by its name.' },
					operation: {
						perform,
						inputFields: [{ key: 'name', label: 'Name', required: true }],
						sample: { id: '1', name: 'Home' },
					},
				},
			},
			creates: {
				invite_user: {
					key: 'invite_user',
					noun: 'user',
					display: { label: 'Invite User to a Workspace', description: 'Invites a user to a workspace.' },
					operation: {
						perform,
						inputFields: [
							{ key: 'email', label: 'Email', required: true, type: 'string' },
							{ key: 'rows', label: 'Rows', children: [{ key: 'row_name', label: 'Row Name', required: true }] },
							{ key: 'workspace_id', label: 'Workspace', dynamic: 'workspaces.id.name', search: 'find_workspace.id' },
							{ key: 'more', label: 'More', type: 'boolean', altersDynamicFields: true, helpText: 'Yes shows what is rarely needed.' },
							(_z: unknown, { inputData }: { inputData: { more?: boolean } }) => (inputData.more ? [{ key: 'note', label: 'Note' }] : []),
						],
						...user(),
					},
				},
			},
			searchOrCreates: {
				find_workspace: {
					key: 'find_workspace',
					display: { label: 'Find or Invite', description: 'Finds a workspace, or invites to it.' },
					search: 'find_workspace',
					create: 'invite_user',
				},
			},
		};
	}

	/** The integration with values of its app replaced, by their paths. */
	async function changed(changes: Record<string, unknown>): Promise<Integration> {
		const app = soundApp();
		for (const [path, value] of Object.entries(changes)) {
			const steps = path.split('.');
			const last = steps.pop() ?? '';
			const parent = steps.reduce((at, step) => at[step] as Record<string, unknown>, app as Record<string, unknown>);
			if (value === undefined) delete parent[last];
			else parent[last] = value;
		}
		return readIntegration(app, (changes.about as string | undefined) ?? SOUND);
	}

	const findings = (integration: Integration) =>
		checks.flatMap(({ code, rule, find }) =>
			find(integration).map(({ place, message }) => ({ rule, text: `${code} ${place}: ${message}` })),
		);

	test('finds nothing in a sound integration', async () => {
		expect(findings(await changed({}))).toEqual([]);
	});

	const auth = 'authentication.fields.0';
	const trigger = 'triggers.new_user';
	const search = 'searches.find_workspace';
	const action = 'creates.invite_user';
	const field = `${action}.operation.inputFields`;
	const sample = `${action}.operation.sample`;

	/** A fault, planted into the sound integration, and all that is to be found then. */
	const faults: [what: string, changes: Record<string, unknown>, found: RegExp[]][] = [
		['a key among the input fields', { [`${field}.0.key`]: 'api_key' }, [/^D001 creates\.invite_user\.inputFields\.api_key: ask for this/]],
		['a password among the input fields', { [`${field}.0.key`]: 'user_password' }, [/^D001 .*\.user_password:/]],
		['a token, by its label', { [`${field}.0.label`]: 'Access Token' }, [/^D001 .*\.email:/]],
		['a hidden input', { [`${field}.0.type`]: 'password' }, [/^D001 .*\.email:/]],
		[
			'a secret that is shown only at times',
			{ [`${field}.4`]: (_z: unknown, { inputData }: { inputData: { more?: boolean } }) => (inputData.more ? [{ key: 'api_token' }] : []) },
			[/^D001 .*\.api_token:/],
		],
		['a credential without a link', { [`${auth}.helpText`]: 'It is in your settings.' }, [/^D002 authentication\.fields\.api_key: link/]],
		['a credential without help', { [`${auth}.helpText`]: undefined }, [/^D002 /]],
		['no connection label', { 'authentication.connectionLabel': undefined }, [/^D003 authentication\.connectionLabel: set a label/]],
		['a connection label that is always the same', { 'authentication.connectionLabel': 'My account' }, [/^D003 .*set a label/]],
		['a key in the connection label', { 'authentication.connectionLabel': '{{bundle.authData.api_key}}' }, [/^D003 .*take api_key out/]],
		['an id as the connection label', { 'authentication.connectionLabel': '{{user_id}}' }, [/^D003 .*instead of an id/]],
		['a connection label that speaks of a token', { 'authentication.connectionLabel': 'Token of {{name}}' }, [/^D003 .*don’t speak/]],
		[
			'an id without a dropdown',
			{ [`${field}.2.dynamic`]: undefined, [`${field}.2.search`]: undefined },
			[/^D004 creates\.invite_user\.inputFields\.workspace_id: takes an ID: give it a dropdown$/],
		],
		['an id in line items', { [`${field}.1.children.0.key`]: 'role_ids' }, [/^D004 creates\.invite_user\.inputFields\.rows\.role_ids:/]],
		['an id, by its label', { [`${field}.0.label`]: 'Role ID' }, [/^D004 .*\.email:/]],
		['an id, by its help text', { [`${field}.0.helpText`]: 'The IDs of roles.' }, [/^D004 .*\.email:/]],
		['a dropdown of a trigger that isn’t there', { [`${field}.2.dynamic`]: 'places.id.name' }, [/^D005 .*no “places”$/]],
		['a dropdown of a key that isn’t there', { [`${field}.2.dynamic`]: 'workspaces.id.title' }, [/^D005 .*no “title”$/]],
		[
			'a plain http address in a text',
			{ [`${field}.0.helpText`]: 'As in `http://example.com`.' },
			[/^D007 .*write http:\/\/example\.com with https/],
		],
		[
			'a plain http address in a request',
			{ [`${search}.operation.perform`]: { url: 'http://example.com/find' } },
			[/^D007 searches\.find_workspace\.perform\.url:/],
		],
		[
			'a bare address',
			{ [`${field}.0.helpText`]: 'See https://example.com/a, please.' },
			[/^D008 .*make https:\/\/example\.com\/a, a link/],
		],
		['a broken link', { [`${field}.0.helpText`]: 'See [a page(https://example.com)' }, [/^D008 .*a link/, /^D008 .*broken/]],
		[
			'a link to nowhere',
			{ [`${action}.display.description`]: 'Invites a user ([more](example.com)).' },
			[/^D008 creates\.invite_user: link to/],
		],
		['backticks without an end', { [`${field}.0.helpText`]: 'Begins with `ws-.' }, [/^D008 .*close the backticks/]],
		['a search without a field', { [`${search}.operation.inputFields`]: [] }, [/^D009 searches\.find_workspace: give it a field/]],
		[
			'a sample without its id',
			{ [`${trigger}.operation.sample.id`]: undefined },
			[/^D010 triggers\.new_user: put the primary key “id” into the sample/],
		],
		['a sample without its own primary key', { [`${trigger}.operation.outputFields.8.primary`]: true }, [/^D010 .*“owner__name”/]],
		['a search result without an id', { [`${search}.operation.sample`]: { name: 'Home' } }, [/^D010 /, /^D013 .*no “id”/]],
		['help that says what the label says', { [`${field}.0.helpText`]: 'email' }, [/^D011 .*\.email: leave out the help text “email”/]],
		['help in other words', { [`${field}.0.helpText`]: 'Please enter the emails of the user.' }, [/^D011 /]],
		['such help in the connection', { 'authentication.fields.1.helpText': 'The region.' }, [/^D011 authentication\.fields\.region:/]],
		['no sample', { [sample]: undefined }, [/^D012 creates\.invite_user: give it a sample/]],
		['several samples', { [sample]: [{ id: '1' }] }, [/^D012 /]],
		['a search that isn’t there', { [`${field}.2.search`]: 'find_place.id' }, [/^D013 .*no “find_place”$/]],
		[
			'a search without a dropdown',
			{ [`${field}.2.dynamic`]: undefined },
			[/^D004 /, /^D014 creates\.invite_user\.inputFields\.workspace_id: give this field a dropdown/],
		],
		['a search for a list', { [`${field}.2.list`]: true }, [/^D014 .*can’t fill a list/]],
		['a search for a yes or no', { [`${field}.2.type`]: 'boolean' }, [/^D014 .*\(now boolean\)/]],
		[
			'a search-or-create without its halves',
			{ 'searchOrCreates.find_workspace.search': 'a', 'searchOrCreates.find_workspace.create': 'b' },
			[/^D015 searchOrCreates\.find_workspace: .*“a”/, /^D015 .*“b”/],
		],
		['a label in lower case', { [`${trigger}.display.label`]: 'New user' }, [/^D018 triggers\.new_user: .*“New user” as “New User”$/]],
		['a field’s label in lower case', { [`${field}.0.label`]: 'email' }, [/^D018 creates\.invite_user\.inputFields\.email:/]],
		[
			'another trigger description',
			{ [`${trigger}.display.description`]: 'Triggers whenever a user joins.' },
			[/^D021 triggers\.new_user:/],
		],
		['a trigger description without an end', { [`${trigger}.display.description`]: 'Triggers when a user joins' }, [/^D021 /]],
		[
			'only fields from functions',
			{ [field]: [() => [{ key: 'name', label: 'Name' }]] },
			[/^D022 creates\.invite_user: give it a field that doesn’t come from a function/],
		],
		[
			'a date in words',
			{ [`${sample}.email`]: '01 Aug 2023' },
			[/^D023 creates\.invite_user: write the date “01 Aug 2023” of the sample’s email/],
		],
		['a time without a zone', { [`${sample}.owner.name`]: '2023-08-01T06:50:30' }, [/^D023 .*owner\.name/]],
		['a date with slashes', { [`${sample}.email`]: '01/31/2027' }, [/^D023 /]],
		['a number for a text', { [`${sample}.id`]: 1 }, [/^D024 .*make id of the sample .*type string.*\(now 1\)/]],
		['a text for a number', { [`${sample}.visits`]: '3' }, [/^D024 .*visits.*type integer/]],
		['a text for a yes or no', { [`${sample}.active`]: 'yes' }, [/^D024 .*active.*type boolean/]],
		['nothing for a date', { [`${sample}.joined_at`]: null }, [/^D024 .*joined_at.*type datetime.*\(now null\)/]],
		['one value for a list', { [`${sample}.tags`]: 'new' }, [/^D024 .*tags of the sample a list/]],
		['a wrong value in an object', { [`${sample}.owner.name`]: 7 }, [/^D024 .*owner__name/]],
		['a text for objects', { [`${sample}.teams`]: 'Red' }, [/^D024 .*teams of the sample a list of objects/]],
		['no value for a required field', { [`${sample}.email`]: undefined }, [/^D024 .*put email into the sample/]],
		[
			'an address that runs code',
			{ [`${field}.0.placeholder`]: 'javascript:alert(1)' },
			[/^D025 .*email\.placeholder: take the dangerous URI/],
		],
		['an address that holds a page', { [`${field}.0.default`]: 'data:text/html,x' }, [/^D025 /]],
		['cleaned input', { 'flags.cleanInputData': true }, [/^D028 flags\.cleanInputData:/]],
		['cleaned input of one action', { [`${action}.operation.cleanInputData`]: true }, [/^D028 creates\.invite_user\.cleanInputData:/]],
		[
			'a function of fields that can’t do without a value',
			{ [`${field}.4`]: (_z: unknown, { inputData }: { inputData: { team?: string } }) => [{ key: inputData.team?.toString() ?? fail() }] },
			[/^Fields creates\.invite_user: .*no team.*\(with the input \{\}\)/, /^Fields /],
		],
		['a required field behind an optional one', { [`${field}.3.required`]: true }, [/^Guide .*\.more: put this required field before/]],
		[
			'a required line item behind an optional field',
			{ [`${field}.0.required`]: false },
			[/^Guide .*\.rows: put it before the optional fields, or/],
		],
		[
			'a required line item under another heading',
			{
				[`${field}.0.required`]: false,
				[`${field}.0.group`]: 'who',
				[`${field}.3.required`]: true,
				[`${field}.2.required`]: true,
				[`${action}.operation.inputFieldGroups`]: [{ key: 'who', label: 'Who' }],
			},
			[/^Guide .*\.rows: put it before the optional fields, or/],
		],
		[
			'a heading in lower case',
			{ [`${action}.operation.inputFieldGroups`]: [{ key: 'who', label: 'who it is' }] },
			[/^D018 .*inputFieldGroups\.who:/],
		],
		['values with commas', { [`${field}.0.helpText`]: 'Several with commas between them.' }, [/^Guide .*\.email: make it a list/]],
		['a required group of line items', { [`${field}.1.required`]: true }, [/^Guide .*\.rows: make the group of line items optional/]],
		['a list among line items', { [`${field}.1.children.0.list`]: true }, [/^Guide .*\.rows\.row_name: make it a plain field/]],
		[
			'an action in the imperative',
			{ [`${action}.display.description`]: 'Invite a user.' },
			[/^Guide creates\.invite_user: begin the description/],
		],
		['an action’s description without an end', { [`${action}.display.description`]: 'Invites a user' }, [/^Guide /]],
		[
			'a search that gets',
			{ [`${search}.display.label`]: 'Get Workspace' },
			[/^Guide searches\.find_workspace: begin the label with “Find”/],
		],
		['a search described otherwise', { [`${search}.display.description`]: 'Looks for a workspace.' }, [/^Guide .*begin the description/]],
		['a plural', { [`${action}.noun`]: 'users' }, [/^Guide .*singular/]],
		['a capital noun', { [`${action}.noun`]: 'User' }, [/^Guide .*the noun “User” without a capital/]],
		['a capital noun in a description', { [`${action}.display.description`]: 'Invites a User.' }, [/^Guide .*“user” in the description/]],
		['Zapier', { [`${field}.0.helpText`]: 'Zapier sends it.' }, [/^Guide .*\.email: take “Zapier” out of the help text/]],
		[
			'Zapier in the description of the integration',
			{ about: SOUND.replace('people', 'Zapier users') },
			[/^M002 package\.json description: take “Zapier”/],
		],
		['another beginning of it', { about: SOUND.replace('is a', 'is the') }, [/^M002 .*“is a”/]],
		['sync in it', { about: SOUND.replace('invites', 'syncs') }, [/^M002 .*syncs/]],
		['a link in it', { about: `${SOUND} https://example.com` }, [/^M002 .*link/]],
		['few words in it', { about: 'Invitations is a service.' }, [/^M002 .*at least 40 characters \(now 25\)/]],
		['many words in it', { about: `${SOUND} ${SOUND}` }, [/^M002 .*at most 140 characters/]],
		['many sentences in it', { about: 'Invitations is a service. It is new. It is old. It is neither.' }, [/^M002 .*3 sentences/]],
		['a definition that Zapier’s schema refuses', { [`${action}.operation.inputFields.0.kind`]: 'x' }, [/^Schema definition: .*kind/]],
		[
			'a sample with more than the output fields',
			{ [`${sample}.extra`]: 'x', [`${sample}.teams.0.size`]: 'x' },
			[/^T004 .*teams\.size/, /^T004 .*extra/],
		],
	];

	test.each(faults)('finds %s', async (_what, changes, found) => {
		const texts = findings(await changed(changes)).map(({ text }) => text);
		// Some faults are Zapier's schema's business as well.
		const rest = found.some(({ source }) => source.startsWith('^Schema')) ? texts : texts.filter((text) => !text.startsWith('Schema'));
		for (const pattern of found) expect(rest).toContainEqual(expect.stringMatching(pattern));
		expect(rest).toHaveLength(found.length);
	});

	test('has a fault above', async () => {
		const rules = new Set<string>();
		for (const [, changes] of faults) for (const { rule } of findings(await changed(changes))) rules.add(rule);
		expect(checks.map(({ rule }) => rule).filter((rule) => !rules.has(rule))).toEqual([]);
	});

	test('has exceptions, each of one provider, which become findings once they are fixed', async () => {
		const integration = await changed({ [`${field}.0.key`]: 'org_roles', [`${field}.0.helpText`]: 'The IDs of roles.' });
		const accepted = [{ code: 'D004', provider: 'acme', field: 'org_roles', reason: 'No call lists roles.' }];
		const places = (name: string) =>
			findingsOf([{ name, integration }], accepted).map(({ code, place, message }) => `${code} ${place}: ${message}`);
		expect(places('other')).toEqual([
			expect.stringMatching(/^D004 creates\.invite_user\.inputFields\.org_roles: takes an ID/),
			expect.stringMatching(/^D004 contracts\/acme\/openapi\.yaml: take “org_roles” out/),
		]);
		expect(places('acme')).toEqual([]);
	});

	function fail(): never {
		throw new Error('there is no team yet');
	}
});

test.each([
	['new contact', 'New Contact'],
	['Find or create a user In Acme', 'Find or Create a User in Acme'],
	['API key (Acme OX, the rest)', 'API Key (Acme OX, the Rest)'],
	['if the user already exists', 'If the User Already Exists'],
	['Sign in', 'Sign In'],
	['two-step iPhone code', 'Two-Step iPhone Code'],
	['2nd line', '2nd Line'],
])('the title case of “%s” is “%s”', (label, title) => {
	expect(titleCase(label)).toBe(title);
});

describe('a host that people type (D026)', () => {
	/** No public hosts. In front of a vendor's own domain they do no harm. */
	const INTERNAL = ['localhost', '2130706433', 'intranet'];
	/** What no host may be. */
	const EVIL = [
		'http://evil.example',
		'javascript:alert(1)',
		'file:///etc/passwd',
		'evil.example?',
		'evil.example/?x=',
		'evil.example#',
		'evil.example/#',
		'evil.example\\',
		'evil.example\\@api.example.com',
		'api.example.com@evil.example',
		'https://user:password@evil.example',
		'evil example.com',
		'evil.example\n.example.com',
		'127.0.0.1',
		'0x7f.1',
		'[::1]',
		'169.254.169.254',
		'metadata.google.internal',
		'{{bundle.authData.api_key}}',
	];
	const NAMES_A_HOST = /tenant|domain|host|url|deployment|server|site|instance|address/;

	const cases = buildNames.flatMap((name) => {
		const chosen = name === 'all' ? providers : providers.filter(({ key }) => key === name);
		const asked = new Set((built(name).authentication?.fields ?? []).map(({ key }) => key));
		return chosen.flatMap((provider) =>
			fieldsOf(provider.authentication.fields)
				.filter(({ key }) => asked.has(key) && NAMES_A_HOST.test(key))
				.map(({ key }) => ({ name, provider: provider.key, key, ...filledIn(provider, key) })),
		);
	});

	/** A connection with a good value in the field that names a host; and where that leads. */
	function filledIn({ key: provider, authentication }: Provider, host: string) {
		const values = fieldsOf(authentication.fields).map(({ key, field }) => {
			const { placeholder, default: preset } = field;
			return [key, key === host ? (placeholder ?? preset ?? '') : (placeholder ?? 'key-0123456789')];
		});
		const filled = Object.fromEntries(values) as Record<string, string>;
		const leadsTo = new URL(authentication.baseUrl(authentication.read(filled))).host;
		const credentials: Record<string, string> = { provider, ...filled };
		return { credentials, leadsTo };
	}

	/** What leads elsewhere in a field that takes a whole host; or in one that takes only the beginning of the vendor's. */
	function evilFor(good: string, leadsTo: string): string[] {
		if (good.includes('.')) return [...INTERNAL, `ftp://${leadsTo}`];
		const suffix = leadsTo.slice(good.length);
		const elsewhere = ['evil.example', 'evil.example/', `evil.example/${suffix}`, `${leadsTo}.evil.example`, 'https://evil.example'];
		return [...elsewhere, `${good}/..`, `-${good}`, '.'];
	}

	let asked: string[] = [];
	const onRequest = ({ url }: Request) => {
		asked.push(new URL(url).host);
	};
	beforeEach(() => {
		asked = [];
		nock.emitter.on('no match', onRequest);
	});
	afterEach(() => {
		nock.emitter.off('no match', onRequest);
	});

	test('is in the form of a provider', () => {
		expect(cases.length).toBeGreaterThan(0);
	});

	test.each(cases)('$name: $key of $provider leads where it should', async ({ name, credentials, leadsTo }) => {
		// Nothing answers here.
		await failure(tester(built(name)).test(credentials));
		expect(asked).toEqual([leadsTo]);
	});

	const evils = cases.flatMap(({ leadsTo, ...one }) =>
		[...EVIL, ...evilFor(one.credentials[one.key] ?? '', leadsTo)].map((evil) => ({ ...one, evil })),
	);

	test.each(evils)('$name: $key of $provider doesn’t lead to $evil', async ({ name, key, credentials, evil }) => {
		const { code } = await failure(tester(built(name)).test({ ...credentials, [key]: evil }));
		expect(code).toBe('invalid_input');
		expect(asked).toEqual([]);
	});
});
