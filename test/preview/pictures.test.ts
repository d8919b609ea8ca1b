import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST, type Manifest, pictures } from '../../scripts/screenshots/pictures.mts';

const root = join(__dirname, '../..');
const folder = join(root, 'docs/images');
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

describe('the pictures of the documentation', () => {
	test('are those that npm run screenshots would take', () => {
		expect(Object.keys(manifest).sort()).toEqual(
			pictures(root)
				.map(({ file }) => file)
				.sort(),
		);
	});

	test.each(pictures(root))('$file shows the definition and the page as they are (else: npm run screenshots)', ({ file, hash }) => {
		expect(manifest[file]).toBe(hash);
		expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(LARGEST);
		expect(readFileSync(join(folder, file)).subarray(1, 4).toString()).toBe('PNG');
	});
});
