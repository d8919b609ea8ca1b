import { join } from 'node:path';
import { build } from 'esbuild';
import { buildOptions } from '../scripts/buildOptions.mts';
import { type App, type BareRequest, root, shellOf } from './apps.mts';

/**
 * The code of a floor: the shell of a build, whose step also reads with zod what it is given, its connection and its form, and which
 * has the hook that Zapier's raw API-request steps need. A step that checks its input before it sends anything can't do less.
 * Of our code it holds what that takes, of one product.
 */
export async function floorOf(app: App, request: BareRequest, provider: string): Promise<string> {
	const { outputFiles } = await build({
		...buildOptions(),
		entryPoints: [],
		stdin: { contents: readerOf(provider), resolveDir: join(root, 'src'), loader: 'ts' },
		write: false,
		outfile: join(root, 'index.js'),
		sourcemap: false,
	});
	const reader = outputFiles?.[0]?.text ?? '';
	return `const reader = { exports: {} };
((module, exports) => {${reader}
})(reader, reader.exports);
${shellOf(app, request, 'reader.exports.read(bundle);')}
module.exports.beforeRequest = [(request) => request];
`;
}

function readerOf(provider: string): string {
	return `import { inviteUser } from './providers/${provider}/inviteUser.ts';
import { authentication } from './providers/${provider}/authentication.ts';
import { readInput } from './zapier/schemas/input.ts';
export function read({ authData, inputData }) {
	authentication.read(authData);
	readInput(inviteUser.input, inputData);
}
`;
}
