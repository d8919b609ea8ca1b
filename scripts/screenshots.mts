import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../preview/drive/browser.mts';
import { Editor } from '../preview/drive/editor.mts';
import { startPreview } from '../preview/drive/preview.mts';
import { INVITE, LARGEST, type Manifest, type Picture, pictures, zapsOf } from './screenshots/pictures.mts';

/*
 * `npm run screenshots`: takes the pictures of the documentation from the preview, on the sandbox. The manifest beside
 * them says what of the definition they show, so that a test can tell when they are out of date.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs/images');

/** In CSS pixels; the rest of a long form is left out, from the first field that isn't whole. */
const TALLEST = 1000;

async function take(page: Page, url: string, taken: Picture[]): Promise<void> {
	const editor = new Editor(page);
	const [{ product } = { product: '' }] = taken;
	const path = (shows: Picture['shows']) => {
		const picture = taken.find((one) => one.shows === shows);
		return picture && join(folder, picture.file);
	};
	/** The step alone, as far down as a reader would look. */
	const step = async (file: string) => {
		await page.evaluate('scrollTo(0, 0)');
		const box = await page.getByRole('main').boundingBox();
		if (!box) throw new Error('The step is not in sight.');
		const { x, y, width, height } = box;
		const fields = await Promise.all((await page.locator('main .field').all()).map((field) => field.boundingBox()));
		const ends = fields.map((field) => (field ? field.y + field.height - y : 0)).filter((end) => end <= TALLEST);
		const shown = height <= TALLEST ? height : Math.max(...ends);
		await page.screenshot({ path: file, clip: { x: x - 8, y: y - 8, width: width + 16, height: shown + 16 } });
	};
	await editor.open(url, product);
	await editor.chooseEvent(`creates.${INVITE}`);
	await page.getByRole('button', { name: /Fill in the sandbox/ }).waitFor();
	await shoot(path('connection'), step);
	await editor.connect();
	await editor.continue();
	await editor.fillIn(zapsOf(root)[product]?.inputData ?? {});
	// Nothing has the focus, and the top is in sight.
	await page.mouse.click(2, 2);
	await shoot(path('form'), step);
	if (!path('result')) return;
	await page.setViewportSize({ width: 1280, height: 800 });
	await editor.test();
	await shoot(path('result'), (file) => page.screenshot({ path: file }));
	await editor.chooseFault('429');
	await editor.test();
	await shoot(path('error'), (file) => page.screenshot({ path: file }));
}

async function shoot(file: string | undefined, screenshot: (file: string) => Promise<unknown>): Promise<void> {
	if (!file) return;
	await screenshot(file);
	const { size } = statSync(file);
	if (size > LARGEST) throw new Error(`${file} has ${size} bytes, more than the ${LARGEST} that a picture may have.`);
}

async function main(): Promise<void> {
	const [browser, preview] = await Promise.all([launchBrowser(), startPreview()]);
	try {
		const all = pictures(root);
		mkdirSync(folder, { recursive: true });
		for (const file of readdirSync(folder)) if (!all.some((picture) => picture.file === file)) rmSync(join(folder, file));
		for (const product of new Set(all.map((picture) => picture.product))) {
			const page = await browser.newPage({
				viewport: { width: 1280, height: TALLEST + 100 },
				colorScheme: 'light',
				reducedMotion: 'reduce',
			});
			await take(
				page,
				preview.url,
				all.filter((picture) => picture.product === product),
			);
			await page.close();
		}
		const manifest: Manifest = Object.fromEntries(all.map(({ file, hash }) => [file, hash]));
		writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
		console.log(`${all.length} pictures written to docs/images/.`);
	} finally {
		await browser.close();
		await preview.stop();
	}
}

try {
	await main();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
