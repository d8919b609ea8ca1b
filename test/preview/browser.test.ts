import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Browser, Locator, Page } from 'playwright-core';
import { planRows } from '../../invite/engine.mts';
import { loadIntegration } from '../../invite/integration.mts';
import { hasChromium, launchBrowser } from '../../preview/drive/browser.mts';
import { Editor } from '../../preview/drive/editor.mts';
import { type RunningPreview, startPreview } from '../../preview/drive/preview.mts';
import type { Field } from '../../preview/protocol.mts';
import { zapsOf } from '../../scripts/screenshots/pictures.mts';

// A machine may be busy with other tests.
jest.setTimeout(120_000);

const root = join(__dirname, '../..');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const zaps = zapsOf(root);
const INVITE = 'invite_user';
const builds = readdirSync(join(root, '.builds')).filter((name) => existsSync(join(root, '.builds', name, 'index.js')));

/** Each product's own integration whose invitation examples/zaps/ fills in. */
const products = builds.filter((product) => {
	const { creates } = require(join(root, '.builds', product, 'index.js')).default as { creates: object };
	return INVITE in creates;
});

if (!hasChromium) console.warn('The preview’s browser tests were skipped: there is no chromium in the PATH (apt-get install chromium).');

(hasChromium ? describe : describe.skip)('the preview in Chromium', () => {
	let browser: Browser;
	let own: RunningPreview;
	let other: RunningPreview;
	let page: Page;
	let editor: Editor;
	const errors: string[] = [];

	let folder: string;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'sheets-'));
		[browser, own, other] = await Promise.all([
			launchBrowser(),
			startPreview('--no-build'),
			startPreview(join(__dirname, 'fixtures/ticket-desk')),
		]);
	});
	afterAll(async () => {
		await Promise.all([browser?.close(), own?.stop(), other?.stop()]);
		rmSync(folder, { recursive: true });
	});
	beforeEach(async () => {
		errors.length = 0;
		page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
		page.setDefaultTimeout(30_000);
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		editor = new Editor(page);
	});
	afterEach(async () => {
		await page.close();
		expect(errors).toEqual([]);
	});

	/** What axe finds, by rule and place: all of it in the light theme, and then what colours can change in the dark one. */
	async function violations(rules: object = {}): Promise<string[]> {
		const found: string[] = [];
		await page.evaluate(axe);
		for (const [theme, only] of [
			['light', {}],
			['dark', { runOnly: ['color-contrast', 'link-in-text-block'] }],
		] as const) {
			await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
			// React Aria announces labels by pictures without any.
			const context = "{ exclude: '[data-live-announcer]' }";
			const options = { resultTypes: ['violations'], ...('runOnly' in only ? only : { rules }) };
			const results = (await page.evaluate(`axe.run(${context}, ${JSON.stringify(options)})`)) as {
				violations: { id: string; nodes: { target: string[] }[] }[];
			};
			found.push(
				...results.violations.map(({ id, nodes }) => `${theme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
			);
		}
		return found;
	}

	/** On a telephone, nothing is wider than the page. */
	async function expectNarrow(): Promise<void> {
		const before = page.viewportSize();
		await page.setViewportSize({ width: 390, height: 844 });
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
		if (before) await page.setViewportSize(before);
	}

	async function fillInInvitation(product: string): Promise<void> {
		await editor.open(own.url, product);
		await editor.chooseEvent(`creates.${INVITE}`);
		await editor.connect();
		await editor.continue();
		await editor.fillIn(zaps[product]?.inputData ?? {});
	}

	test('has a Zap of the examples for each product', () => {
		expect(products.sort()).toEqual(Object.keys(zaps).sort());
	});

	test.each(products)('%s: connects, fills in, invites, and shows the result', async (product) => {
		await fillInInvitation(product);
		expect(await violations()).toEqual([]);
		await expectNarrow();
		await editor.test();
		expect(await page.getByText('The step succeeded.').isVisible()).toBe(true);
		const out = page.getByRole('region', { name: 'Data out' });
		expect(await out.textContent()).toMatch(/priya\.raman@example\.com/i);
		const requests = page.getByRole('complementary');
		expect(await requests.textContent()).toMatch(/POST.*2\d\d/);
		// The credentials are there, and can't be seen.
		expect(await requests.textContent()).toContain('••••••');
		await page.getByRole('tab', { name: /^Sandbox/ }).click();
		expect(
			await requests.getByRole('row').filter({ hasText: 'priya.raman@example.com' }).filter({ hasText: 'added' }).count(),
		).toBeGreaterThan(0);
	});

	test('says what Zapier does about somebody who is there already, and about faults', async () => {
		const product = products.find((one) => zaps[one]?.otherwise?.some(({ refused }) => /already/.test(refused ?? '')));
		if (!product) throw new Error('No Zap of the examples meets somebody who is there already');
		await fillInInvitation(product);
		await editor.test();
		await editor.test();
		const failure = page.getByRole('alert');
		const requests = page.getByRole('complementary');
		expect(await failure.textContent()).toMatch(/Halted HaltedError.*Zapier stops this run softly/);
		expect(await requests.textContent()).toMatch(/POST.*4\d\d/);

		for (const [fault, label, said] of [
			['409', '409 Conflict', /Error|Halted/],
			['429', '429 Too Many Requests', /Held ThrottledError.*Zapier holds the step and replays it after \d+ seconds/],
			['401', '401 Unauthorized', /asks its owner to reconnect/],
		] as const) {
			await editor.chooseFault(fault);
			await editor.test();
			expect(await requests.textContent()).toContain(`The answer is the fault that you chose: ${label}.`);
			expect(await failure.textContent()).toMatch(said);
		}
		expect(await violations()).toEqual([]);
		// A page that is loaded anew says what is still so.
		await editor.open(own.url, product);
		expect(await page.getByRole('button', { name: /^Answers/ }).textContent()).toContain('401 Unauthorized');
		await editor.chooseFault('none');
	});

	test('shows fields that another one brings, and searches a dropdown', async () => {
		const { product, event, field, dropdown } = loadedDropdown();
		await editor.open(own.url, product);
		await editor.chooseEvent(event);
		expect(await violations()).toEqual([]);
		await editor.connect();
		await editor.continue();
		const shown = page.locator('.field');
		await editor.field(field).waitFor();
		const before = await shown.count();
		await editor.choose(editor.field(field).getByRole('button').first(), 'true');
		await waitForMore(shown, before);

		await editor.field(dropdown).getByRole('button').first().click();
		const options = page.getByRole('option');
		await options.first().waitFor();
		// An open list is a dialog beside the landmarks, with a button to dismiss it.
		expect(await violations({ region: { enabled: false } })).toEqual([]);
		const labels = await options.locator('.option-label').allTextContents();
		const wanted = labels.at(-1) ?? '';
		await page.keyboard.type(wanted.slice(0, 5));
		await page.waitForFunction(`document.querySelectorAll('[role=option]').length < ${labels.length}`);
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		expect(await editor.field(dropdown).getByRole('button').first().textContent()).toContain(wanted);
		expect(await violations()).toEqual([]);
	});

	test('shows an integration that it has never seen, and says what it doesn’t understand', async () => {
		await editor.open(other.url);
		await editor.chooseEvent('creates.open_ticket');
		await page.getByRole('textbox', { name: /^Email/ }).fill('ada@example.com');
		await page.getByRole('textbox', { name: /^Password/ }).fill('a-secret-of-ada');
		await page.getByRole('button', { name: 'Connect', exact: true }).click();
		await page.getByText('Desk of ada@example.com').waitFor();
		await page.getByRole('button', { name: /notes on this integration/ }).click();
		for (const note of ['the type “rating” isn’t known here', '“sparkle” isn’t known here', 'no web hook arrives here']) {
			expect(await page.getByText(note).isVisible()).toBe(true);
		}
		await editor.continue();

		// A text, with something of the form in its middle.
		const title = page.getByRole('textbox', { name: /^Title/ });
		await title.fill('Bought by ');
		await page.getByRole('button', { name: 'Insert data into Title' }).click();
		await page.getByRole('option', { name: /^Full Name/ }).click();
		await page.keyboard.type(' today');
		await editor.choose(editor.field('kind').getByRole('button').first(), 'bug');
		await editor.choose(editor.field('severity').getByRole('button').first(), 'high');
		// The last is on the next page, and the board hangs on it.
		expect(await editor.field('board').getByText('Fill in Project first.').isVisible()).toBe(true);
		await editor.field('project').getByRole('button').first().click();
		await page.getByRole('button', { name: 'Load more' }).click();
		await page.getByRole('option', { name: /^Epsilon/ }).click();
		await editor.choose(editor.field('board').getByRole('button').first(), 'p5-b1');
		await editor.type('due', '2027-01-31T09:00:00Z');
		await editor.type('address', 'acme');
		await page.getByRole('textbox', { name: 'Watchers, value 1' }).fill('a@example.com');
		await page.getByRole('button', { name: 'Add value' }).click();
		await page.getByRole('textbox', { name: 'Watchers, value 2' }).fill('b@example.com');
		await page.getByRole('textbox', { name: 'Links, key 1' }).fill('home');
		await page.getByRole('textbox', { name: 'Links, value 1' }).fill('https://example.com');
		await editor.type('parts.part', 'wheel');
		await editor.type('parts.count', '4');
		await editor.choose(editor.field('parts.maker').getByRole('button').first(), 'm1');
		await page.getByRole('button', { name: 'Add row to Parts' }).click();
		expect(await violations()).toEqual([]);

		await editor.test();
		expect(await page.getByRole('alert').textContent()).toContain('The preview sends nothing for this integration.');
		await editor.chooseFault('object');
		await editor.test();
		const sent = await page.getByRole('region', { name: 'Request, body' }).textContent();
		expect(JSON.parse(sent ?? '')).toEqual({
			title: 'Bought by Priya Raman today',
			kind: 'bug',
			severity: 'high',
			project: 'p5',
			board: 'p5-b1',
			due: expect.stringMatching(/^2027-01-31T/),
			points: 3,
			watchers: ['a@example.com', 'b@example.com'],
			links: { home: 'https://example.com' },
			address: 'https://acme.desk.example.com',
			parts: [{ part: 'wheel', count: 4, maker: 'm1' }],
		});
		expect(await page.getByRole('region', { name: 'Log' }).textContent()).toContain('opening Bought by Priya Raman today');
		expect(await page.content()).not.toContain('session-of-a-secret-of-ada');
		expect(await violations()).toEqual([]);
	});

	test('takes a whole sheet: chooses columns, checks, runs, pauses, and skips who is done', async () => {
		const { product, missing, column } = await productOfColumn();
		const example = readFileSync(join(root, 'examples/people.csv'), 'utf8');
		const [headings = '', first = ''] = example.split('\n');
		const more = Array.from({ length: 45 }, (_, index) => first.replaceAll(/maya\.okafor@/gi, `colleague-${index}@`));
		await editor.open(own.url, product);
		await editor.openSheets();
		expect(await violations()).toEqual([]);
		await page.getByRole('button', { name: 'Paste rows', exact: true }).click();
		await page.getByRole('textbox', { name: /^Rows from a spreadsheet/ }).fill(headings.replaceAll(',', '\t'));
		await page.getByRole('button', { name: 'Use these rows' }).click();
		await page.getByText('0 rows, 10 columns').waitFor();
		const large = join(folder, 'people.csv');
		writeFileSync(large, [example.trimEnd(), ...more].join('\n'));
		await editor.drop(large);
		await page.getByText('50 rows, 10 columns').waitFor();
		await page.getByRole('button', { name: /Fill in the sandbox/ }).click();
		await page.getByRole('button', { name: 'Connect', exact: true }).click();

		await page.getByText(/^Every row needs/).waitFor();
		expect(await page.getByRole('button', { name: 'Check rows' }).isDisabled()).toBe(true);
		await editor.chooseColumn(missing, column);
		await page.getByRole('button', { name: 'Check rows' }).click();
		await page.getByText('Nothing was sent.', { exact: true }).waitFor();
		const rows = page.getByRole('table', { name: /bec[oa]me of the rows/ });
		const row = (text: string) => rows.getByRole('row').filter({ hasText: text });
		expect(await row('tomas.herrera@example').textContent()).toMatch(/failed.*isn't an email address/);
		await row('jonas.lindqvist').getByRole('button', { name: /^Show/ }).click();
		await rows.getByText('"jonas.lindqvist@example.org"').first().waitFor();

		await page.getByRole('button', { name: 'How fast' }).click();
		await page.getByRole('spinbutton', { name: 'Requests at once' }).fill('1');
		await page.getByRole('button', { name: /run 50 rows$/ }).click();
		await page.getByRole('button', { name: 'Pause' }).click();
		await page.getByText(/· paused/).waitFor();
		expect(await violations()).toEqual([]);
		// The page may be loaded anew meanwhile.
		await editor.open(own.url, product);
		await editor.openSheets();
		await page.getByRole('button', { name: 'Resume' }).click();
		await page
			.getByText(/^\d+ invited/)
			.first()
			.waitFor();
		await page.getByRole('radio', { name: /^Failed/ }).click();
		await row('maya.okafor').first().waitFor({ state: 'detached' });
		expect(await rows.getByRole('row').count()).toBeLessThan(6);
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the results' }).click()]);
		expect(download.suggestedFilename()).toBe('people.results.csv');
		const results = parse(readFileSync(await download.path()), { bom: true, columns: true }) as Record<string, string>[];
		expect(results).toHaveLength(50);
		const invited = results.filter(({ Status }) => Status === 'invited');
		expect(new Set(invited.map(({ Person }) => Person?.toLowerCase())).size).toBe(invited.length);
		await page
			.getByRole('complementary')
			.getByRole('row')
			.filter({ hasText: invited[0]?.Person ?? '' })
			.first()
			.waitFor();

		await page.setViewportSize({ width: 390, height: 844 });
		await page.getByRole('button', { name: 'Close the sheet' }).click();
		await editor.drop(join(root, 'examples/people.csv'));
		await page.getByText('Earlier runs of this sheet:').waitFor();
		await editor.chooseColumn(missing, column);
		await page.getByRole('button', { name: /run 5 rows$/ }).click();
		await page
			.getByText(/\d skipped: done before · \d failed/)
			.first()
			.waitFor();
		expect(await row('maya.okafor').first().textContent()).toMatch(
			/skipped.*Done by an earlier run at .*, from row 2\. Nothing was sent now\./,
		);
		expect(await violations()).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
	});

	test('sends nothing live without a confirmation, nor with other credentials before it is said whose they are', async () => {
		let posted = 0;
		const api = createServer(({ method }, response) => {
			if (method === 'POST') posted++;
			response.writeHead(200, { 'content-type': 'application/json' }).end(method === 'POST' ? '{"id":1}' : '[]');
		}).listen(0, '127.0.0.1');
		await once(api, 'listening');
		process.env.BADGES_API = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
		const live = await startPreview(join(__dirname, 'fixtures/badges'), '--live', '--sheets', folder);
		const connect = async (token: string) => {
			await page.getByRole('textbox', { name: /^Token/ }).fill(token);
			await page.getByRole('button', { name: 'Connect', exact: true }).click();
			await page
				.getByText('Connected:')
				.or(page.getByRole('button', { name: /^Account/ }))
				.first()
				.waitFor();
		};
		const confirm = async (what: string, words: string) => {
			const dialog = page.getByRole('alertdialog', { name: 'This is live' });
			await page.getByRole('button', { name: what }).click();
			expect(await dialog.textContent()).toContain(words);
			await dialog.getByRole('button', { name: 'Cancel' }).click();
			await dialog.waitFor({ state: 'detached' });
			const before = posted;
			await page.getByRole('button', { name: what }).click();
			expect(posted).toBe(before);
			await dialog.getByRole('button', { name: 'Run', exact: true }).click();
		};
		try {
			await editor.open(live.url);
			await editor.chooseEvent('creates.grant_badge');
			await connect('key-of-acme');
			await editor.continue();
			await editor.type('email', 'ada@example.com');
			await editor.type('level', '3');
			await confirm('Run the Zap once', 'In the real account, the Zap does what “Grant Badge” says.');
			await page.getByText('The step succeeded.').waitFor();
			expect(posted).toBe(1);

			const sheet = join(folder, 'live.csv');
			writeFileSync(sheet, 'Email,Level\ngrace@example.com,3\n');
			await editor.openSheets();
			await editor.drop(sheet);
			await confirm('Grant Badge: run 1 row', 'in the real account (The badges of Acme).');
			await page.getByText('1 granted', { exact: false }).or(page.getByText('1 done')).first().waitFor();
			await page.getByRole('button', { name: 'Connect another' }).click();
			await connect('new-key-of-acme');
			await page.getByText('Earlier runs of this sheet used other credentials.').waitFor();
			expect(await page.getByRole('button', { name: /^Run again|run 1 row$/ }).isDisabled()).toBe(true);
			expect(await violations()).toEqual([]);
			await page.getByRole('button', { name: 'The same account' }).click();
			await page.getByText('Earlier runs of this sheet:').waitFor();
			expect(posted).toBe(2);
		} finally {
			delete process.env.BADGES_API;
			await live.stop();
			api.closeAllConnections();
			api.close();
		}
	});

	test('runs a Zap of several steps once, and stops where Zapier would', async () => {
		await editor.open(other.url);
		await editor.chooseEvent('searches.find_ticket');
		await page.getByRole('textbox', { name: /^Email/ }).fill('ada@example.com');
		await page.getByRole('textbox', { name: /^Password/ }).fill('a-secret-of-ada');
		await page.getByRole('button', { name: 'Connect', exact: true }).click();
		await page.getByText('Connected:').waitFor();
		await editor.continue();
		await editor.type('title', 'known');
		await page.getByRole('button', { name: 'Add a step after step 2' }).click();
		await editor.chooseEvent('creates.open_ticket');
		await editor.continue();
		await page.getByRole('button', { name: 'Insert data into Title' }).click();
		await page.getByRole('option', { name: /^Title/ }).click();
		await editor.type('project', 'p1');
		await editor.chooseFault('object');
		await page.getByRole('button', { name: 'Run the Zap once' }).click();
		await page.getByText('The step succeeded.').waitFor();
		expect(await page.getByRole('region', { name: 'Data out' }).textContent()).toContain('Titleknown');
		expect(await page.getByRole('navigation').getByText('Tested').count()).toBe(2);

		await page.getByRole('button', { name: /2\. Then/ }).click();
		await page.getByRole('tab', { name: 'Configure' }).click();
		await editor.type('title', 'unknown');
		await page.getByRole('button', { name: 'Run the Zap once' }).click();
		await page.getByText('Nothing was found.').waitFor();
		expect(await page.getByRole('navigation').getByText('Tested').count()).toBe(0);
	});
});

/** Waits until more fields are shown than there were. */
async function waitForMore(shown: Locator, before: number): Promise<void> {
	await shown.nth(before).waitFor();
	expect(await shown.count()).toBeGreaterThan(before);
}

/** A product of ours whose invitation needs a field that no column of the examples has the name of, and the column for it. */
async function productOfColumn(): Promise<{ product: string; missing: string; column: string }> {
	const columns = readFileSync(join(root, 'examples/people.csv'), 'utf8').split('\n')[0]?.split(',') ?? [];
	for (const product of products) {
		const plan = await planRows(await loadIntegration(join(root, '.builds', product, 'index.js')), {}, columns).catch(() => undefined);
		const [missing, ...others] = plan?.missing ?? [];
		const column = columns.find((name) => missing && name.toLowerCase() === `${product} ${missing.label}`.toLowerCase());
		if (missing && column && !others.length) return { product, missing: missing.key, column };
	}
	throw new Error('No product’s invitation needs a column of the examples to be chosen');
}

interface Form {
	product: string;
	event: string;
	/** A yes or no that brings other fields. */
	field: string;
	/** One whose choices are loaded, perhaps in rows. */
	dropdown: string;
}

/** Some action of ours whose form has both. */
function loadedDropdown(): Form {
	for (const product of products) {
		const { creates } = require(join(root, '.builds', product, 'index.js')).default as {
			creates: Record<string, { operation: { inputFields: (Field | (() => void))[] } }>;
		};
		for (const [key, { operation }] of Object.entries(creates)) {
			const fields = operation.inputFields.filter((field): field is Field => typeof field === 'object');
			const field = fields.find(({ altersDynamicFields, type }) => altersDynamicFields && type === 'boolean')?.key;
			const dropdown = fields
				.flatMap((one) => [
					{ path: one.key, one },
					...(one.children ?? []).map((child) => ({ path: `${one.key}.${child.key}`, one: child })),
				])
				.find(({ one }) => one.dynamic || (typeof one.choices === 'object' && one.choices !== null && 'perform' in one.choices))?.path;
			if (field && dropdown) return { product, event: `creates.${key}`, field, dropdown };
		}
	}
	throw new Error('No action has a yes or no that brings other fields, and a dropdown that is loaded');
}
