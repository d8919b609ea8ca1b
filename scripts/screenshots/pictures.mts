import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The largest that a picture may be, in bytes. */
export const LARGEST = 120_000;

/** Of each picture: what of the definition it was taken from, and the page's sources, hashed. */
export type Manifest = Record<string, string>;

/** A picture of the documentation. */
export interface Picture {
	/** Its name in docs/images/. */
	file: string;
	/** The integration, by its folder in .builds/. */
	product: string;
	shows: 'connection' | 'form' | 'result' | 'error';
	/** Of all that it is made of. */
	hash: string;
}

/** The event that the pictures show. */
export const INVITE = 'invite_user';

interface App {
	authentication?: object;
	creates?: Record<string, object>;
}

/**
 * All pictures: of each product whose page shows them, how it is connected and the form; of the first, also how a test ends.
 * So a product that was just added needs none yet.
 */
export function pictures(root: string): Picture[] {
	const builds = join(root, '.builds');
	const products = readdirSync(builds).filter((name) => isShown(root, name) && existsSync(join(builds, name, 'index.js')));
	const page = join(root, 'preview/page');
	const sources = readdirSync(page)
		.sort()
		.map((file) => readFileSync(join(page, file), 'utf8'));
	return products.sort().flatMap((product, index) => {
		const { authentication, creates } = createRequire(join(builds, product, 'index.js'))('./index.js').default as App;
		const form = creates?.[INVITE];
		const picture = (shows: Picture['shows'], ...shown: unknown[]): Picture => ({
			// Tests end the same way in every product.
			file: shows === 'connection' || shows === 'form' ? `${product}-${shows}.png` : `${shows}.png`,
			product,
			shows,
			hash: hashOf([shown, sources]),
		});
		const ofAll = [picture('connection', authentication), picture('form', form)];
		return index ? ofAll : [...ofAll, picture('result', form), picture('error', form)];
	});
}

/** Does the page of a product show pictures of it? */
function isShown(root: string, product: string): boolean {
	const page = join(root, `docs/${product}.md`);
	return existsSync(page) && readFileSync(page, 'utf8').includes(`images/${product}-`);
}

/** What Zaps of the examples fill into the form, by product. */
export function zapsOf(root: string): Record<string, Zap> {
	const folder = join(root, 'examples/zaps');
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	return Object.fromEntries(files.map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8'))]));
}

interface Zap {
	inputData: Record<string, unknown>;
	otherwise?: { refused?: string }[];
}

/** Functions can't be seen. */
function hashOf(shown: unknown): string {
	const text = JSON.stringify(shown, (_key, value) => (typeof value === 'function' ? null : value));
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
