import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import zapier from 'zapier-platform-core';
import * as z from 'zod/mini';
import published from './public-keys.json';
import { loadContract } from './support/contract.ts';
import { built, failure, providers, tester } from './support/integration.ts';
import { methodOf, operationsOf } from './support/operations.ts';
import { answerFrom } from './support/wire.ts';

const { createAppHandler } = zapier as unknown as {
	createAppHandler(app: object): (event: { command: string; bundle?: object }) => Promise<{ results: unknown }>;
};
const builds = join(__dirname, '../.builds');
const all = built('all');

/** What a zip needs for its entries, beside their content: of two more files than an empty app has, and of larger tables. */
const ENTRIES = 1_500;

/** The files of which something went into a build. */
function filesIn(build: string): string[] {
	const { outputs } = JSON.parse(readFileSync(join(builds, build, 'metafile.json'), 'utf8')) as Metafile;
	const inputs = outputs[`.builds/${build}/index.js`]?.inputs ?? {};
	return Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput);
}

// `zapier-platform build` takes each package.json that it finds into the zip.
test('no folder of the project but its own has a package.json', () => {
	const root = join(__dirname, '..');
	const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
	const manifests = folders.flatMap(({ name }) => readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }));
	expect(manifests.filter((file) => basename(file) === 'package.json')).toEqual([]);
});

test('there is a build of all providers, and one of each', () => {
	expect(readdirSync(builds).toSorted()).toEqual(['all', ...providers.map(({ key }) => key)].toSorted());
});

const released = Object.keys(published).filter((name) => name !== 'all').length;

describe.each(['all', ...providers.map(({ key }) => key)])('the code of %s', (build) => {
	const code = readFileSync(join(builds, build, 'index.js'));

	test('needs nothing but Zapier’s core, and Node.js', () => {
		const needed = [...code.toString().matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name = '']) => name);
		expect(needed.filter((name) => !name.startsWith('node:'))).toEqual(['zapier-platform-core']);
	});

	test('keeps the names of functions that stand at the top of a file, without a call for each, and leads to their source', () => {
		const lines = code.toString().split('\n');
		const line = lines.findIndex((text) => text.includes('async function sendRequest('));
		const map = new SourceMap(JSON.parse(readFileSync(join(builds, build, 'index.js.map'), 'utf8')));
		expect(map.findEntry(line, lines[line]?.indexOf('sendRequest(') ?? -1)).toMatchObject({
			originalSource: expect.stringMatching(/src\/zapier\/http\.ts$/),
		});
		expect(code.toString()).not.toContain('__name(');
	});

	// One other character doubles what V8 holds of it.
	test('is ASCII', () => {
		expect(/[^\0-\x7f]/.exec(code.toString('latin1'))?.[0]).toBeUndefined();
	});

	// V8 parses one in full when it loads the file, and again when it is called.
	test('has no arrow functions', () => {
		expect(/.{0,40}=>/.exec(code.toString('latin1'))?.[0]).toBeUndefined();
	});

	// In a fresh process, each takes some 30 µs, and a run uses a few of hundreds.
	test('makes no schema before a step runs', () => {
		const made = jest.fn();
		z.config({ postProcessor: made });
		jest.isolateModules(() => require(join(builds, build, 'index.js')));
		expect(made).not.toHaveBeenCalled();
		z.string();
		expect(made).toHaveBeenCalledTimes(1);
		z.config({ postProcessor: undefined });
	});

	test('holds nothing from outside src/ but zod/mini', () => {
		const outside = filesIn(build).filter((file) => !file.startsWith('src/') && file !== 'package.json');
		expect(outside.filter((file) => !/^node_modules\/zod\/v4\/(core|mini)\/\w+\.js$/.test(file))).toEqual([]);
	});

	// An empty app's zip has 654,083 bytes with this core; `npm run bench` builds both and compares them. A tenth is for the
	// providers that are released: each that is added may take as much as one of them.
	test('takes no more room in the zip than a tenth of an empty app, one provider 7 %', () => {
		const definition = JSON.stringify(built(build), (_key, value) => (typeof value === 'function' ? '$func$2$f$' : value));
		const manifest = readFileSync(join(__dirname, '../package.json'));
		const bytes = [code, definition, manifest].map((file) => deflateRawSync(file, { level: 9 }).length);
		expect(bytes.reduce((sum, one) => sum + one) + ENTRIES).toBeLessThan(
			654_083 * (build === 'all' ? (0.1 * providers.length) / released : 0.07),
		);
	});
});

describe.each(providers.map((provider) => [provider.name, provider] as const))("%s's own integration", (_name, provider) => {
	const own = built(provider.key);

	test('has unprefixed keys and plain labels, for the same operations', () => {
		for (const group of ['creates', 'searches', 'triggers', 'searchOrCreates'] as const) {
			const prefix = `${provider.key}_`;
			const shared = Object.keys(all[group]).filter((key) => key.startsWith(prefix));
			expect(Object.keys(own[group])).toEqual(shared.map((key) => key.slice(prefix.length)));
			for (const key of Object.keys(own[group])) {
				expect(all[group][`${prefix}${key}`]?.display.label).toBe(`${own[group][key]?.display.label} in ${provider.name}`);
			}
		}
	});

	test('holds no code of another provider', () => {
		const folders = new Set(filesIn(provider.key).map((file) => file.match(/^src\/providers\/(\w+)\//)?.[1]));
		folders.delete(undefined);
		expect([...folders]).toEqual([provider.key]);
	});

	test('lets Zapier derive the header template of raw requests', async () => {
		const { results } = await createAppHandler(own)({ command: 'getAuthTemplate', bundle: {} });
		expect(results).toMatchObject({ supported: true });
		expect(JSON.stringify(results)).toContain(`{{bundle.authData.${provider.authentication.keyField}}}`);
	});

	test('does everything with its own connection', async () => {
		const contract = await loadContract(provider.key);
		for (const operation of operationsOf(provider, contract)) {
			const requests = answerFrom(contract);
			await tester(own).run(methodOf(operation, ''), contract.connection, operation.input);
			expect(requests.length).toBeGreaterThan(0);
		}
	});
});

describe('the connection of all providers', () => {
	test('asks for the provider first, and for every field of every provider once', () => {
		const fields = all.authentication?.fields ?? [];
		const keys = fields.map(({ key }) => key);
		expect(fields[0]).toMatchObject({
			key: 'provider',
			required: true,
			choices: Object.fromEntries(providers.map(({ key, name }) => [key, name])),
		});
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys.toSorted()).toEqual(
			['provider', ...new Set(providers.flatMap(({ authentication }) => Object.keys(authentication.fields)))].toSorted(),
		);
		for (const field of fields.slice(1)) {
			expect(field.required).toBe(false);
			const users = providers.filter(({ authentication }) => field.key in authentication.fields).map(({ name }) => name);
			// A field of one product begins with its name, or with that of its maker; one of several lists them.
			if (users.length > 1) expect(field.label).toContain(`(${users.join(', ')})`);
			else expect(field.label).toMatch(new RegExp(`^${users[0]?.split(' ')[0]} `));
			const named = providers.map(({ name }) => name).filter((name) => field.helpText?.includes(`**${name}**`));
			expect(named).toEqual(users);
		}
	});

	test('has a default or a placeholder only where one provider alone uses the field', () => {
		for (const { key, default: preset, placeholder } of (all.authentication?.fields ?? []).slice(1)) {
			const users = providers.filter(({ authentication }) => key in authentication.fields);
			const [only] = users;
			expect(preset).toBeUndefined();
			expect(placeholder).toBe(users.length === 1 ? only?.authentication.fields[key]?.field.placeholder : undefined);
		}
	});

	test.each(providers.map(({ key, name }) => [key, name]))('is labelled with the name of its provider: %s', async (key, name) => {
		const contract = await loadContract(key);
		answerFrom(contract);
		const { label } = await tester(all).test({ ...contract.connection, provider: key });
		answerFrom(contract);
		expect(label).toBe(`${name}: ${(await tester(built(key)).test(contract.connection)).label}`);
	});

	test('must say which provider it is for', async () => {
		for (const provider of [undefined, '', 'nobody', 'toString']) {
			expect(await failure(tester(all).test({ provider, api_key: 'some-key' }))).toEqual({
				name: 'AppError',
				code: 'invalid_input',
				message: 'Choose the Provider whose account you connect.',
			});
		}
	});

	const [one, other] = providers;
	if (!one || !other) throw new Error('There are fewer than two providers');
	const chosen = [
		[other.key, `is for ${other.name}`],
		[undefined, "doesn't say which provider it is for"],
	] as const;
	const steps = (['creates', 'searches', 'triggers'] as const).flatMap((group) =>
		Object.keys(all[group])
			.filter((key) => key.startsWith(`${one.key}_`))
			.map((key) => `${group}.${key}`),
	);

	test.each(chosen.flatMap(([provider, says]) => steps.map((step) => ({ provider, says, step }))))(
		'of another provider ($provider) stops $step before anything is sent',
		async ({ provider, says, step }) => {
			expect(await failure(tester(all).run(`${step}.operation.perform`, { provider, access_token: 'some-token' }))).toEqual({
				name: 'AppError',
				code: 'wrong_connection',
				message: `This step needs a ${one.name} connection, but the chosen one ${says}. Choose or add a ${one.name} connection for this step.`,
			});
		},
	);
});
