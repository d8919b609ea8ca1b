import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, root } from './apps.mts';
import { type LocalServer, Process, type Step } from './measure.mts';

interface Profile {
	nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number } }[];
	samples: number[];
	timeDeltas: number[];
}

const CALLS = 1000;
const SHOWN = 25;

/** Prints which functions cost most: until the end of the first action, and over a thousand of them. */
export async function printProfile(app: App, step: Step, server: LocalServer, work: string): Promise<void> {
	for (const [title, calls] of [
		['Until the end of the first action', 0],
		[`${CALLS} actions`, CALLS],
	] as const) {
		const folder = join(work, `profile-${calls}`);
		mkdirSync(folder);
		const options = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${calls ? 500 : 100}`];
		const profiled = await Process.start([{ app, step }], server, options);
		if (calls) await profiled.run(calls);
		await profiled.end();
		const [file = ''] = readdirSync(folder);
		print(title, app, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile);
	}
}

function print(title: string, app: App, { nodes, samples, timeDeltas }: Profile): void {
	const place = placesIn(app);
	const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
	const functions = new Map<string, number>();
	const groups = new Map<string, number>();
	let total = 0;
	samples.forEach((id, index) => {
		const frame = frames.get(id);
		const time = (timeDeltas[index] ?? 0) / 1000;
		if (!frame || frame.functionName === '(idle)') return;
		const { group, where } = place(frame);
		const name = `${frame.functionName || '(anonymous)'}  ${where}`;
		functions.set(name, (functions.get(name) ?? 0) + time);
		groups.set(group, (groups.get(group) ?? 0) + time);
		total += time;
	});
	const line = ([name, time]: [string, number]) =>
		`${time.toFixed(1).padStart(9)} ms ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`;
	const most = (map: Map<string, number>) => [...map].sort(([, a], [, b]) => b - a);
	console.log(`\n${title}: ${total.toFixed(0)} ms of CPU time\n`);
	for (const group of most(groups)) console.log(line(group));
	console.log('\nFunctions, without what they call:\n');
	for (const entry of most(functions).slice(0, SHOWN)) console.log(line(entry));
}

/** Says whose a function is, and where: in the source, as far as it is ours. */
function placesIn(app: App): (frame: Profile['nodes'][number]['callFrame']) => { group: string; where: string } {
	const map = new SourceMap(JSON.parse(readFileSync(join(root, 'dist/index.js.map'), 'utf8')));
	return ({ url, lineNumber, columnNumber }) => {
		if (!url) return { group: 'V8 and Node.js, built in', where: '' };
		if (url.startsWith('node:')) return { group: 'Node.js', where: url };
		const file = relative(app.folder, url.startsWith('file:') ? fileURLToPath(url) : url);
		if (file === join('dist', 'index.js')) {
			const origin = map.findEntry(lineNumber, columnNumber) as { originalSource?: string; originalLine?: number };
			const source = (origin.originalSource ?? file).replace(/^(\.\.\/)+/, '');
			return { group: source.startsWith('node_modules/zod') ? 'zod' : 'src/', where: `${source}:${(origin.originalLine ?? 0) + 1}` };
		}
		const [, name] = file.split(/[\\/]/);
		const group = file.startsWith('node_modules') ? `${name?.startsWith('zapier-platform') ? name : 'packages of core'}` : 'the benchmark';
		return { group, where: `${file}:${lineNumber + 1}` };
	};
}
