import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Sandbox, startSandbox } from '../../sandbox/index.mts';
import { messageOf } from '../start/zapier.mts';

/*
 * The process of scripts/verify-zip.mts in which the unpacked zip runs: the folder in which it was started. Nothing but
 * the sandbox comes from the project.
 */

export interface Report {
	/** A provider each. */
	results: Result[];
	/** Modules that the integration loaded from elsewhere. */
	foreign: string[];
	/** Modules that it must have loaded from its folder, but hasn't. */
	missing: string[];
}

interface Result {
	title: string;
	outcome: string;
	problem: string | undefined;
}

interface Definition {
	authentication: { fields?: { key: string; choices?: Record<string, string> }[] };
}

interface Example {
	value: unknown;
	'x-input': object;
}

interface Operation {
	operationId: string;
	requestBody?: { content: Record<string, { examples: { documented: Example } }> };
}

type Handler = (event: object) => Promise<{ results: unknown }>;

const folder = process.cwd();
const sandbox = await startSandbox();
const require = createRequire(join(folder, 'zapierwrapper.js'));
const before = new Set(Object.keys(require.cache));
const { handler } = require('./zapierwrapper.js') as { handler: Handler };

// As `zapier-platform invoke` does. Without the mark, Zapier's core prints what its servers want to know of each run.
const ask = async (event: object) => (await handler({ ...event, calledFromCli: true })).results;
const { authentication } = (await ask({ command: 'definition' })) as Definition;
const choices = authentication.fields?.find(({ key }) => key === 'provider')?.choices;
const provider = process.env.PROVIDER ?? '';

const results: Result[] = [];
for (const key of choices ? Object.keys(choices) : [provider]) results.push(await invite(key, choices ? `${key}_` : ''));

const loaded = Object.keys(require.cache).filter((path) => !before.has(path));
const inside = loaded.filter((path) => path.startsWith(folder + sep)).map((path) => path.slice(folder.length));
const needed = ['/index.js', '/dist/index.js', '/node_modules/zapier-platform-core/'];
const report: Report = {
	results,
	foreign: loaded.filter((path) => !path.startsWith(folder + sep)),
	missing: needed.filter((path) => !inside.some((candidate) => candidate.startsWith(path))),
};
process.send?.(report);

/** Invites with the documented example of the contract. The request must be the documented one. */
async function invite(key: string, prefix: string): Promise<Result> {
	if (!key) return { title: 'The provider', outcome: '', problem: 'the zip has only one. Say which: PROVIDER=… npm run verify:zip' };
	const api = sandbox.apis.find((candidate) => candidate.key === key);
	if (!api) return { title: key, outcome: '', problem: 'contracts/ has no such provider' };
	const example = documented(api);
	const bundle = { authData: { provider: key, ...api.connection }, inputData: example['x-input'] };
	try {
		sandbox.reset();
		const method = `creates.${prefix}invite_user.operation.perform`;
		const { status } = (await ask({ command: 'execute', method, bundle })) as { status: string };
		const [request, ...others] = sandbox.requests;
		const sent = request ? `${request.method} ${new URL(request.url).host}${request.path}` : 'no request';
		const asDocumented = status === 'invited' && others.length === 0 && isDeepStrictEqual(request?.body, example.value);
		const outcome = `${status} with ${sent}`;
		return { title: key, outcome, problem: asDocumented ? undefined : `${outcome}, which isn't the documented request` };
	} catch (error) {
		return { title: key, outcome: '', problem: messageOf(error) };
	}
}

function documented({ key, document }: Sandbox['apis'][number]): Example {
	const { paths } = document as unknown as { paths: Record<string, Record<string, Operation>> };
	const operations = Object.values(paths).flatMap((path) => Object.values(path));
	const content = operations.find(({ operationId }) => operationId === 'inviteUser')?.requestBody?.content ?? {};
	const [media] = Object.values(content);
	if (!media) throw new Error(`contracts/${key}/openapi.yaml has no request of inviteUser`);
	return media.examples.documented;
}
