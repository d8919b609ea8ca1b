import {
	changesBetween,
	describeChanges,
	type PublicKeys,
	publicKeysOf,
	publishedPart,
	type Snapshot,
} from '../scripts/checks/publicKeys.mts';
import { readIntegration } from '../scripts/checks/read.mts';
import published from './public-keys.json';
import { built, providers } from './support/integration.ts';

test('the keys that Zaps are built on are those of test/public-keys.json', async () => {
	const names = ['all', ...providers.map(({ key }) => key)];
	const before = published as Snapshot;
	const now = await Promise.all(names.map(async (name) => [name, publicKeysOf(await readIntegration(built(name)))]));
	const difference = describeChanges(changesBetween(before, publishedPart(before, Object.fromEntries(now))));
	if (difference) throw new Error(difference);
});

describe('the keys of an integration', () => {
	const keys = async () => {
		const perform = async () => [];
		return publicKeysOf(
			await readIntegration({
				version: '1.0.0',
				platformVersion: '19.1.0',
				authentication: {
					type: 'custom',
					test: perform,
					fields: [
						{ key: 'region', required: true, default: 'eu' },
						{ key: 'api_key', required: true },
						{ key: 'token', computed: true },
					],
				},
				triggers: {
					workspaces: {
						key: 'workspaces',
						noun: 'workspace',
						display: { hidden: true },
						operation: { type: 'polling', perform, outputFields: [() => [{ key: 'id' }]] },
					},
				},
				searches: {
					find_user: {
						key: 'find_user',
						noun: 'user',
						display: { label: 'Find User', description: 'Finds a user.' },
						operation: { perform, inputFields: [{ key: 'email', required: true }], sample: { id: '1' } },
					},
				},
				creates: {
					invite_user: {
						key: 'invite_user',
						noun: 'user',
						display: { label: 'Invite User', description: 'Invites a user.' },
						operation: {
							perform,
							inputFields: [
								{ key: 'rows', children: [{ key: 'name', required: true }, { key: 'size' }] },
								{ key: 'kind', choices: ['a', 'b'], altersDynamicFields: true },
								(_z: unknown, { inputData }: { inputData: { kind?: string } }) =>
									inputData.kind ? [{ key: `only_${inputData.kind}`, altersDynamicFields: true, type: 'boolean' }] : [],
								(_z: unknown, { inputData }: { inputData: { only_b?: boolean } }) =>
									inputData.only_b ? [{ key: 'deeper', required: true }] : [],
							],
							outputFields: [{ key: 'teams', children: [{ key: 'name' }] }, { key: 'id' }],
							sample: { teams: [{ name: 'Red' }, { size: 3 }], id: '1', owner: { name: 'Jane' } },
						},
					},
				},
				searchOrCreates: {
					find_user: { key: 'find_user', display: { label: 'x', description: 'x' }, search: 'find_user', create: 'invite_user' },
				},
			}),
		);
	};

	test('are sorted, with those of hidden triggers, line items and fields that are shown only at times', async () => {
		expect(await keys()).toEqual({
			authentication: { type: 'custom', fields: { api_key: 'required', region: 'optional' } },
			triggers: { workspaces: { type: 'polling', visibility: 'hidden', inputFields: {}, outputFields: ['id'], sample: [] } },
			searches: { find_user: { visibility: 'visible', inputFields: { email: 'required' }, outputFields: [], sample: ['id'] } },
			creates: {
				invite_user: {
					visibility: 'visible',
					inputFields: {
						deeper: 'required',
						kind: 'optional',
						only_a: 'optional',
						only_b: 'optional',
						rows: 'optional',
						'rows.name': 'required',
						'rows.size': 'optional',
					},
					outputFields: ['id', 'teams', 'teams.name'],
					sample: ['id', 'owner', 'owner.name', 'teams', 'teams.name', 'teams.size'],
				},
			},
			searchOrCreates: { find_user: 'find_user or invite_user' },
		});
	});
});

describe('the changes between two versions', () => {
	const version = (change: (keys: PublicKeys) => void = () => {}): Record<string, PublicKeys> => {
		const keys: PublicKeys = {
			authentication: { type: 'custom', fields: { api_key: 'required', base_url: 'optional' } },
			triggers: {
				workspaces: { type: 'polling', visibility: 'hidden', inputFields: {}, outputFields: ['id', 'name'], sample: ['id', 'name'] },
			},
			searches: { find_user: { visibility: 'visible', inputFields: { email: 'required' }, outputFields: ['id'], sample: ['id'] } },
			creates: {
				invite_user: {
					visibility: 'visible',
					inputFields: { email: 'required', role: 'optional', 'rows.name': 'optional' },
					outputFields: ['id', 'status'],
					sample: ['id', 'status'],
				},
			},
			searchOrCreates: { find_user: 'find_user or invite_user' },
		};
		change(keys);
		return { acme: keys };
	};
	const invite = (keys: PublicKeys) => keys.creates.invite_user as PublicKeys['creates'][string];
	const without = <Value>(values: Record<string, Value>, key: string) => {
		delete values[key];
	};

	const cases: [what: string, change: (keys: PublicKeys) => void, breaks: string[], adds: string[]][] = [
		['nothing', () => {}, [], []],
		[
			'a removed action',
			(keys) => without(keys.creates, 'invite_user'),
			['creates: action `invite_user` is gone: Zaps and Zap templates that use it stop working (C001)'],
			[],
		],
		[
			'a renamed search',
			(keys) => {
				keys.searches = { find_member: keys.searches.find_user as PublicKeys['searches'][string] };
			},
			['searches: search `find_user` is gone (renamed to `find_member`?): Zaps and Zap templates that use it stop working (C001)'],
			['searches: search `find_member` is new'],
		],
		[
			'a removed hidden trigger',
			(keys) => without(keys.triggers, 'workspaces'),
			['triggers: trigger `workspaces` is gone: Zaps and Zap templates that use it stop working (C001)'],
			[],
		],
		[
			'a hidden action',
			(keys) => {
				invite(keys).visibility = 'hidden';
			},
			['creates.invite_user: it is hidden now: Zap templates that use it break, and nobody can choose it any more (C001)'],
			[],
		],
		[
			'a trigger that is visible now',
			(keys) => {
				(keys.triggers.workspaces as PublicKeys['triggers'][string]).visibility = 'visible';
			},
			[],
			['triggers.workspaces: it is visible now'],
		],
		[
			'another type of trigger',
			(keys) => {
				(keys.triggers.workspaces as PublicKeys['triggers'][string]).type = 'hook';
			},
			['triggers.workspaces: its type changed from polling to hook: Zaps that use it stop working'],
			[],
		],
		[
			'a removed input field',
			(keys) => without(invite(keys).inputFields, 'role'),
			['creates.invite_user: input field `role` is gone: Zaps that fill it lose the value (C002)'],
			[],
		],
		[
			'a removed line item field',
			(keys) => without(invite(keys).inputFields, 'rows.name'),
			['creates.invite_user: input field `rows.name` is gone: Zaps that fill it lose the value (C002)'],
			[],
		],
		[
			'a renamed input field',
			(keys) => {
				without(invite(keys).inputFields, 'role');
				invite(keys).inputFields.user_role = 'optional';
			},
			['creates.invite_user: input field `role` is gone (renamed to `user_role`?): Zaps that fill it lose the value (C002)'],
			['creates.invite_user: input field `user_role` is new'],
		],
		[
			'a field that is required now',
			(keys) => {
				invite(keys).inputFields.role = 'required';
			},
			['creates.invite_user: input field `role` is required now: Zaps without a value for it stop working'],
			[],
		],
		[
			'a new required field',
			(keys) => {
				invite(keys).inputFields.team = 'required';
			},
			['creates.invite_user: input field `team` is new and required: Zaps without a value for it stop working'],
			[],
		],
		[
			'a field that is optional now',
			(keys) => {
				invite(keys).inputFields.email = 'optional';
			},
			[],
			['creates.invite_user: input field `email` is optional now'],
		],
		[
			'a new optional field',
			(keys) => {
				invite(keys).inputFields.team = 'optional';
			},
			[],
			['creates.invite_user: input field `team` is new'],
		],
		[
			'a removed output field and sample key',
			(keys) => {
				invite(keys).outputFields = ['id'];
				invite(keys).sample = ['id'];
			},
			[
				'creates.invite_user: output field `status` is gone: later steps that use it get nothing',
				'creates.invite_user: sample key `status` is gone: Zap templates that use it break (C003)',
			],
			[],
		],
		['a new sample key', (keys) => invite(keys).sample.push('team'), [], ['creates.invite_user: sample key `team` is new']],
		[
			'a removed connection field',
			(keys) => without(keys.authentication.fields, 'base_url'),
			['authentication: connection field `base_url` is gone: accounts that are connected stop working'],
			[],
		],
		[
			'a connection field that is required now',
			(keys) => {
				keys.authentication.fields.base_url = 'required';
			},
			['authentication: connection field `base_url` is required now: connections without a value for it stop working'],
			[],
		],
		[
			'another kind of connection',
			(keys) => {
				keys.authentication.type = 'oauth2';
			},
			['authentication: its type changed from custom to oauth2: accounts that are connected stop working'],
			[],
		],
		[
			'a removed search-or-create',
			(keys) => without(keys.searchOrCreates, 'find_user'),
			['searchOrCreates: search-or-create `find_user` is gone: Zaps that use it stop working'],
			[],
		],
		[
			'another half of a search-or-create',
			(keys) => {
				keys.searchOrCreates.find_user = 'find_user or add_user';
			},
			['searchOrCreates.find_user: it was find_user or invite_user and is find_user or add_user: Zaps that use it do something else'],
			[],
		],
	];

	test.each(cases)('%s', (_what, change, breaks, adds) => {
		const changes = changesBetween(version(), version(change));
		const messages = (breaking: boolean) => changes.filter((one) => one.breaking === breaking).map(({ message }) => message);
		expect({ breaks: messages(true), adds: messages(false) }).toEqual({
			breaks: breaks.map((message) => `acme: ${message}`),
			adds: adds.map((message) => `acme: ${message}`),
		});
	});

	test('a removed and a new integration', () => {
		const [keys] = Object.values(version());
		expect(changesBetween({ all: keys as PublicKeys, other: keys as PublicKeys }, { all: keys as PublicKeys })).toEqual([
			{ breaking: true, message: 'integration `other` is gone: none of its Zaps runs any more' },
		]);
		expect(changesBetween({}, version())).toEqual([{ breaking: false, message: 'integration `acme` is new' }]);
	});

	test('leave out a provider that was never published', () => {
		const { acme } = version() as { acme: PublicKeys };
		const named = (prefix: string) => ({ [`${prefix}_invite_user`]: invite(acme) });
		const all = { ...acme, triggers: {}, searches: {}, searchOrCreates: {} };
		const fields = { provider: 'required', api_key: 'optional' } as const;
		const before: Snapshot = { acme, all: { ...all, authentication: { type: 'custom', fields }, creates: named('acme') } };
		const now: Snapshot = {
			acme,
			other: acme,
			all: {
				...all,
				authentication: { type: 'custom', fields: { ...fields, tenant: 'optional' } },
				creates: { ...named('acme'), ...named('other') },
			},
		};
		expect(changesBetween(before, publishedPart(before, now))).toEqual([]);
		expect(changesBetween(before, now)).not.toEqual([]);
		const gone = publishedPart(before, { ...now, all: { ...all, creates: named('other') } });
		expect(changesBetween(before, gone).some(({ breaking }) => breaking)).toBe(true);
	});

	test('are told with what to do about them', () => {
		const lost = { breaking: true, message: 'acme: creates.x: input field `role` is gone' };
		const won = { breaking: false, message: 'acme: creates.x: input field `team` is new' };
		expect(describeChanges([])).toBeUndefined();
		expect(describeChanges([won])).toBe(
			`These keys would be public from now on:\n  ${won.message}\n\nIf that is meant: npm run update:public-keys`,
		);
		expect(describeChanges([won, lost])).toBe(
			[
				'Published keys are for ever. These changes break what people have built:',
				`  ${lost.message}`,
				'',
				'These keys would be public from now on:',
				`  ${won.message}`,
				'',
				'Bring back what is gone. If nobody has it yet, because it was never published: npm run update:public-keys',
			].join('\n'),
		);
	});
});
