import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox/index.mts';
import { providers } from './support/integration.ts';
import { send } from './support/send.ts';

/* What the sandbox makes of any contract. What it makes of each product's is tested in test/providers/. */

let sandbox: Sandbox;

test('there is a sandbox of each contract', async () => {
	sandbox = await startSandbox({ contracts: join(__dirname, '../contracts') });
	expect(sandbox.apis.map(({ key }) => key)).toEqual(providers.map(({ key }) => key).toSorted());
	sandbox.stop();
});

describe('another provider', () => {
	let folder: string;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'contracts-'));
		// Each test starts its own; where that fails, there is one to stop.
		sandbox = await startSandbox({ contracts: folder });
		sandbox.stop();
	});

	afterEach(() => {
		sandbox.stop();
		rmSync(folder, { recursive: true });
	});

	const paths = {
		'/people': {
			post: {
				operationId: 'inviteUser',
				responses: {
					'200': {
						description: 'Done',
						headers: { Link: { example: '</people?page=2>; rel="next"' } },
						content: { 'application/json': { examples: { documented: { value: { id: 'p-1' } } } } },
					},
					'409': { description: 'There', content: { 'application/json': { examples: { already: { value: { message: 'There' } } } } } },
				},
			},
		},
	};
	const securitySchemes = { Key: { type: 'apiKey', in: 'header', name: 'x-key', 'x-auth-field': 'key' } };

	/** Starts a sandbox of one contract, and of what stands beside it. */
	async function start(contract: object, simulation?: string): Promise<void> {
		mkdirSync(join(folder, 'other'));
		const document = { openapi: '3.1.0', info: { title: 'Other', version: '1' }, servers: [{ url: 'https://other.example' }], ...contract };
		writeFileSync(join(folder, 'other/openapi.yaml'), JSON.stringify(document));
		if (simulation) writeFileSync(join(folder, 'other/simulation.mts'), simulation);
		sandbox = await startSandbox({ contracts: folder });
	}

	const simulation = (handlers: string) => `
		export const simulation = {
			organization: {
				name: 'Other',
				connected: 'a@example.com',
				users: [{ email: 'a@example.com' }],
				workspaces: [],
				roles: { organization: [{ id: 'reader', name: 'Reader' }], workspace: [] },
			},
			ids: { user: (n: number) => String(n), workspace: String, membership: String, invitation: String },
			handlers: { ${handlers} },
		};`;

	test('answers as documented from its contract alone', async () => {
		await start({ paths });
		const invite = () => send('POST', 'https://other.example/people', {});
		expect(await invite()).toMatchObject({ status: 200, body: { id: 'p-1' }, headers: { link: '</people?page=2>; rel="next"' } });
		expect(await invite()).toMatchObject({ status: 200, body: { id: 'p-1' } });
		expect(() => sandbox.organization('other')).toThrow('contracts/other has no simulation.mts');
	});

	test('has a state with a few lines more', async () => {
		await start(
			{ paths },
			simulation(`inviteUser: ({ organization, headers }: any) => {
				headers['x-ratelimit-reset'] = '60';
				return { id: organization.addUser({ email: 'b' + organization.users.size + '@example.com' }).id };
			}`),
		);
		expect(await send('POST', 'https://other.example/people', {})).toMatchObject({
			body: { id: '2' },
			headers: { 'x-ratelimit-reset': '60' },
		});
		expect(await send('POST', 'https://other.example/people', {})).toMatchObject({ body: { id: '3' } });
		expect(sandbox.snapshot('other').users).toHaveLength(3);
	});

	test('must handle operations that its contract has', async () => {
		await expect(start({ paths }, simulation('inviteUsr: () => ({})'))).rejects.toThrow(
			'other: the contract has no operation inviteUsr, which the simulation handles',
		);
	});

	test('must say which credential is right', async () => {
		const broken = { Key: { ...securitySchemes.Key, 'x-auth-field': 'another' } };
		await expect(start({ paths, components: { securitySchemes: broken } })).rejects.toThrow('other: x-auth-field of Key must name a field');
	});
});
