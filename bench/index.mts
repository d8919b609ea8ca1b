import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type App, type BareRequest, buildApp, buildProject, copyApp, emptyApp, type Gives, root, shellOf } from './apps.mts';
import { BUDGETS, type Comparison, compare, measureAlone, measureCold, measureWarm, type Subject } from './compare.mts';
import { floorOf } from './floor.mts';
import { growingApp } from './growth.mts';
import { LocalServer, measure, type Step } from './measure.mts';
import { printProfile } from './profile.mts';
import { budgetsIn, type Growth, report } from './report.mts';
import { measureSheets } from './sheet.mts';
import { invitation, listOfUsers } from './steps.mts';

/*
 * `npm run bench`: what the integration costs, beside an empty app, a shell (our definition, each function of it replaced by
 * one bare request) and a floor (what no step that checks its input can do without). All in one run, with Zapier's own command
 * line and core; every figure is the median of fresh processes, taken in turns. Writes bench/results.md, and its ratios into
 * README.md. Exit code 1 if a budget is missed. It takes about 25 minutes on two cores; `-- --quick` a few minutes, to
 * see that it works, and `-- --profile` names the functions that cost most, instead.
 */
const { values: options } = parseArgs({
	options: {
		profile: { type: 'boolean', default: false },
		/** Few rounds and small sheets, to see that all of it works. Nothing is written. */
		quick: { type: 'boolean', default: false },
		rounds: { type: 'string' },
		'warm-rounds': { type: 'string' },
		/** Keys of providers, beside all: a part of the table, or whose profile, while something is being made faster. Nothing is written. */
		only: { type: 'string' },
	},
});

const PRODUCTS = [5, 20, 80];
/** Rounds of cold starts and of warm actions: see `measureCold` and `measureWarm`. */
const COLD = { least: 15, most: 100 };
const WARM = { least: 6, most: 24 };
/** For what has no budget. */
const FEW = { least: 3, most: 3 };
const ANSWERS = [1_000, 100_000, 4_000_000];
const SHEETS = { rows: 1000, sizes: [1_000, 100_000, 1_000_000] };
const QUICK_SHEETS = { rows: 100, sizes: [1_000] };

const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** The one request that a step sends; of several, the one that changes something. */
async function requestOf(app: App, step: Step): Promise<BareRequest> {
	await server.requests();
	await measure({ app, step }, server);
	const requests = await server.requests();
	const request = requests.findLast(({ method }) => method !== 'GET') ?? requests.at(-1);
	if (!request) throw new Error(`${app.name} sent nothing in ${step.method}`);
	const { method, url, body } = request;
	// Those that node-fetch and core add themselves.
	const added = ['host', 'connection', 'content-length', 'accept-encoding', 'user-agent'];
	const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !added.includes(name)));
	return { method, url, headers, ...(body ? { body } : {}) };
}

/** A floor, whose zip doesn't matter. */
async function floor(app: App, step: Step, empty: App): Promise<Subject> {
	const { provider } = step.bundle.authData;
	if (!provider) throw new Error(`${app.name} is measured without a provider`);
	return { app: copyApp(`${app.name}-floor`, await floorOf(app, await requestOf(app, step), provider), empty, work), step };
}

/** A shell whose zip doesn't matter, which takes a second to make instead of ten. */
async function quickShell(app: App, step: Step, empty: App, name = `${app.name}-shell`, gives?: Gives): Promise<Subject> {
	return { app: copyApp(name, shellOf(app, await requestOf(app, step), gives ? { gives } : {}), empty, work), step };
}

async function main(): Promise<boolean> {
	const keys = readdirSync(join(root, 'src/providers'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.filter((name) => options.only === undefined || options.only.split(',').includes(name));
	const fixed = options.rounds ?? (options.quick ? '2' : undefined);
	const rounds = fixed ? { least: Number(fixed), most: Number(fixed) } : COLD;
	const fixedWarm = options['warm-rounds'] ?? (options.quick ? '1' : undefined);
	const warmRounds = fixedWarm ? { least: Number(fixedWarm), most: Number(fixedWarm) } : WARM;
	const turns = options.quick ? 100 : 1000;

	if (options.profile) {
		say('Building');
		const [only] = options.only === undefined ? [] : keys;
		const app = await buildProject(only ?? 'all', only, work);
		const first = only ?? firstProvider(app);
		await printProfile(app, invitation(first, only ? '' : `${first}_`), server, work);
		return true;
	}

	const building: { kind: Comparison['kind']; subject: Subject }[] = [];
	const add = async (kind: Comparison['kind'], name: string, provider: string | undefined, stepOf: (app: App) => Step) => {
		say(`Building ${name}`);
		const app = await buildProject(name, provider, work);
		const step = stepOf(app);
		const request = await requestOf(app, step);
		building.push({ kind, subject: { app, step } });
		return request;
	};
	for (const key of keys) await add('own', key, key, () => invitation(key, ''));
	// Last, since `zapier-platform invoke` runs what was built last.
	const request = await add('all', 'all', undefined, (app) => invitation(firstProvider(app), `${firstProvider(app)}_`));
	const { subject: all } = building.at(-1) as (typeof building)[number];
	const first = firstProvider(all.app);
	const empty: Subject = {
		app: await buildApp('empty', emptyApp(request), work),
		step: { ...all.step, method: 'creates.invite.operation.perform' },
	};
	const comparisons: Comparison[] = [];
	for (const { kind, subject } of [...building.slice(-1), ...building.slice(0, -1)]) {
		const { app, step } = subject;
		// Of the shell of all, it is also said how large it is.
		const shell =
			subject === all ? { app: await buildApp('all-shell', shellOf(app, request), work), step } : await quickShell(app, step, empty.app);
		comparisons.push({ kind, subject, shell, floor: await floor(app, step, empty.app) });
	}
	const groups = comparisons.map(({ subject, floor: least, shell: base }) => [subject, least, base]);
	const subjects = groups.flat();
	say(`Cold starts: ${rounds.least} to ${rounds.most} rounds of ${subjects.length} processes, and the empty app between them`);
	const repeated = await measureCold(
		comparisons.map(({ kind, subject }, index) => ({ subjects: groups[index] ?? [subject], budget: BUDGETS[kind].cold })),
		empty,
		rounds,
		server,
	);
	say(`${turns} actions in turns: ${warmRounds.least} to ${warmRounds.most} rounds of ${subjects.length} builds`);
	// The empty app takes its turns with the build whose step it does.
	await measureWarm(
		comparisons.map(({ kind, shell }, index) => ({
			subjects: [...(groups[index] ?? []), ...(index ? [] : [empty])],
			budget: BUDGETS[kind].warm,
			shell,
		})),
		warmRounds,
		server,
		turns,
	);
	say(`Alone: 3 rounds of ${2 * groups.length + 1} processes`);
	await measureAlone([empty, ...comparisons.flatMap(({ subject, shell }) => [subject, shell])], 3, server, {
		calls: turns / 4,
		concurrency: 50,
	});

	const growth: Growth[] = [];
	for (const products of options.only === undefined ? PRODUCTS : []) {
		say(`${products} products`);
		const { code, provider } = await growingApp(keys, products, first);
		const step = invitation(first, `${provider}_`);
		step.bundle.authData = { ...step.bundle.authData, provider };
		const ours: Subject = { app: await buildApp(`products-${products}`, code, work), step };
		growth.push({ title: `${products} products`, ours, shell: await quickShell(ours.app, step, empty.app) });
	}
	const grown = growth.map(({ ours, shell: base }) => ({ subjects: [ours, base] }));
	const few = Math.ceil(rounds.least / 5);
	await measureCold(grown, { ...empty }, { least: few, most: few }, server);
	await measureWarm(grown, FEW, server, turns / 10);

	const answers: Growth[] = [];
	const list = listOfUsers(first, `${first}_`);
	const listShell = options.only === undefined ? await quickShell(all.app, list, empty.app, 'list-shell', 'list') : all;
	for (const bytes of options.only === undefined ? ANSWERS : []) {
		say(`Answers of ${bytes} bytes`);
		server.setAnswerBytes(bytes);
		const ours: Subject = { app: all.app, step: list };
		const base: Subject = { ...listShell };
		await server.requests();
		await measure(ours, server);
		const requests = await server.requests();
		const answered = requests.reduce((sum, { answered: size }) => sum + size, 0);
		const calls = bytes > 1_000_000 ? 10 : turns / 10;
		await measureWarm([{ subjects: [ours, base] }], FEW, server, calls);
		await measureAlone([ours, base], 3, server, { calls });
		answers.push({
			title: `${requests.length} × ${Math.round(answered / requests.length / 1000).toLocaleString('en')} kB`,
			ours,
			shell: base,
		});
	}

	let sheets: Awaited<ReturnType<typeof measureSheets>> | undefined;
	if (options.only === undefined) {
		say('Spreadsheets');
		server.setAnswerBytes(undefined);
		sheets = await measureSheets(first, server, work, options.quick ? QUICK_SHEETS : SHEETS);
	}

	const { markdown, missed } = report({
		empty,
		comparisons: comparisons.map((comparison) => compare(comparison, empty)),
		growth,
		answers,
		sheets,
		rounds,
		repeated,
		warmRounds,
		turns,
		loadBefore,
	});
	if (options.only === undefined && !options.quick) {
		writeFileSync(join(root, 'bench/results.md'), markdown);
		quoteIn(join(root, 'README.md'), markdown);
	}
	console.log(markdown);
	for (const budget of missed) console.error(`Missed: ${budget}`);
	return missed.length === 0;
}

/** Puts the ratios into the README, between its two marks. */
function quoteIn(file: string, markdown: string): void {
	const text = readFileSync(file, 'utf8');
	writeFileSync(
		file,
		text.replace(/(<!-- bench -->\n)[\s\S]*(<!-- \/bench -->)/, (_, begin, end) => `${begin}\n${budgetsIn(markdown)}\n\n${end}`),
	);
}

/** The first that the connection of all offers. */
function firstProvider(app: App): string {
	const { authentication } = createRequire(join(app.folder, 'index.js'))('./index.js') as {
		authentication: { fields: { key: string; choices?: Record<string, string> }[] };
	};
	const [first] = Object.keys(authentication.fields.find(({ key }) => key === 'provider')?.choices ?? {});
	if (!first) throw new Error('The connection of all has no choice of providers');
	return first;
}

const loadBefore = loadavg()[0] ?? 0;
const work = realpathSync(mkdtempSync(join(tmpdir(), 'bench-')));
const server = await LocalServer.start();
try {
	process.exitCode = (await main()) ? 0 : 1;
} finally {
	server.stop();
	rmSync(work, { recursive: true, force: true });
}
