import { join } from 'node:path';
import { build } from 'esbuild';
import { buildOptions } from '../scripts/buildOptions.mts';
import { type App, type BareRequest, root, shellOf } from './apps.mts';

/**
 * The code of a floor: the shell of a build, which shares its fields as ours does, and whose step also does what no invitation
 * may leave out, in the shortest code that does it. It reads its connection and its form with zod before it sends anything; its
 * request ends before Zapier ends the step, follows no redirect, and keeps its answer out of the log; no credential is left in
 * what it gives; and there is the hook that Zapier's raw API-request steps need. Of our code it holds what that takes, of one
 * product: neither what an invitation is made of, nor what is said when one fails.
 */
export async function floorOf(app: App, request: BareRequest, provider: string): Promise<string> {
	const { outputFiles } = await build({
		...buildOptions(),
		entryPoints: [],
		stdin: { contents: stepOf(provider, request), resolveDir: join(root, 'src'), loader: 'ts' },
		write: false,
		outfile: join(root, 'index.js'),
		sourcemap: false,
	});
	const step = outputFiles?.[0]?.text ?? '';
	return `const floor = { exports: {} };
((module, exports) => {${step}
})(floor, floor.exports);
${shellOf(app, 'const { perform } = floor.exports;', { sharing: true })}
module.exports.beforeRequest = [(request) => request];
`;
}

function stepOf(provider: string, request: BareRequest): string {
	return `import { inviteUser } from './providers/${provider}/inviteUser.ts';
import { authentication } from './providers/${provider}/authentication.ts';
import { redact } from './zapier/redact.ts';
import { readInput } from './zapier/schemas/input.ts';
export async function perform(z, { authData, inputData }) {
	authentication.read(authData);
	readInput(inviteUser.input, inputData);
	const abort = new AbortController();
	const deadline = setTimeout(() => abort.abort(), 25_000);
	try {
		const options = { ...${JSON.stringify(request)}, redirect: 'manual', signal: abort.signal, size: 5_000_000, raw: true };
		const text = await (await z.request(options)).text();
		return redact(text ? JSON.parse(text) : {}, authentication.secretsOf(authData));
	} finally {
		clearTimeout(deadline);
	}
}
`;
}
