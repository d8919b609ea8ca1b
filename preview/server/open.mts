import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Within the project: a browser in a sandbox, as Ubuntu's is, can't read the system's folder of temporary files. */
const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer.exe' };

/**
 * Opens the browser of whoever runs this, by a file that leads to the address: everybody on the machine can see with what a
 * command was started, and the address is the key. Where there is no browser, the address is printed all the same.
 */
export function openBrowser(url: string): void {
	mkdirSync(cache, { recursive: true });
	const folder = mkdtempSync(join(cache, 'preview-open-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'preview.html');
	const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${url}"><a href="${url}">Preview</a>\n`;
	writeFileSync(file, page, { mode: 0o600 });
	spawn(OPENERS[process.platform] ?? 'xdg-open', [file], { stdio: 'ignore', detached: true })
		.on('error', () => {})
		.unref();
}
