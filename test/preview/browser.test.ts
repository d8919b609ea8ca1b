import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, launchBrowser } from '../../preview/drive/browser.ts';
import { Editor } from '../../preview/drive/editor.ts';
import { type RunningPreview, startPreview } from '../../preview/drive/preview.ts';

// A machine may be busy with other tests.
jest.setTimeout(120_000);

const root = join(__dirname, '../..');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const zaps = JSON.parse(readFileSync(join(root, 'examples/zaps.json'), 'utf8')) as Record<
	string,
	{ inputData: Record<string, unknown>; otherwise?: { refused?: string }[] }
>;
const INVITE = 'invite_user';
const builds = readdirSync(join(root, '.builds')).filter((name) => existsSync(join(root, '.builds', name, 'index.js')));

/** Each product's own integration whose invitation examples/zaps.json fills in. */
const products = builds.filter((product) => {
	const { creates } = require(join(root, '.builds', product, 'index.js')).default as { creates: object };
	return INVITE in creates;
});

if (!hasChromium) console.warn('The preview’s browser tests were skipped: there is no /usr/bin/chromium (apt-get install chromium).');

(hasChromium ? describe : describe.skip)('the preview in Chromium', () => {
	let browser: Browser;
	let own: RunningPreview;
	let other: RunningPreview;
	let page: Page;
	let editor: Editor;
	const errors: string[] = [];

	beforeAll(async () => {
		[browser, own, other] = await Promise.all([
			launchBrowser(),
			startPreview('--no-build'),
			startPreview(join(__dirname, 'fixtures/tickets')),
		]);
	});
	afterAll(() => Promise.all([browser?.close(), own?.stop(), other?.stop()]));
	beforeEach(async () => {
		errors.length = 0;
		page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
		page.setDefaultTimeout(Number(process.env.T ?? 60_000));
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

	/** What axe finds, by rule and place, in the theme that is on and then in the other one. */
	async function violations(): Promise<string[]> {
		const found: string[] = [];
		for (const theme of ['light', 'dark']) {
			await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
			await page.evaluate(axe);
			const results = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { target: string[] }[] }[] };
			found.push(
				...results.violations.map(({ id, nodes }) => `${theme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
			);
		}
		return found;
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

	test('says what Zapier does about somebody who is there already, and about other faults', async () => {
		const product = products.find((one) => zaps[one]?.otherwise?.some(({ refused }) => /already/.test(refused ?? '')));
		if (!product) throw new Error('No Zap of the examples meets somebody who is there already');
		await fillInInvitation(product);
		await editor.test();
		await editor.test();
		const failure = page.getByRole('alert');
		expect(await failure.textContent()).toMatch(/^Halted HaltedError/);
		expect(await failure.textContent()).toContain('Zapier stops this run softly');
		expect(await page.getByRole('complementary').textContent()).toMatch(/POST.*409/);

		await editor.chooseFault('409');
		await editor.test();
		expect(await page.getByRole('complementary').textContent()).toContain('The answer is the fault that you chose: 409 Conflict.');

		await editor.chooseFault('429');
		await editor.test();
		expect(await failure.textContent()).toMatch(/^Held ThrottledError.*Zapier holds the step and replays it after \d+ seconds/);

		await editor.chooseFault('401');
		await editor.test();
		expect(await failure.textContent()).toContain('asks its owner to reconnect');
		expect(await violations()).toEqual([]);
	});
});
