import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** In the PATH, or where Debian puts it. */
const found = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
	.filter(Boolean)
	.map((folder) => join(folder, 'chromium'))
	.find(existsSync);

export const hasChromium = found !== undefined;

/** Debian's Chromium, which asks nobody for anything. */
export function launchBrowser(): Promise<Browser> {
	if (!found) throw new Error('There is no chromium in the PATH: apt-get install chromium.');
	return chromium.launch({
		executablePath: found,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
