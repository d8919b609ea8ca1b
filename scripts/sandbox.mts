import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { zapierPlatform } from './processes/tools.mts';

/*
 * `npm run sandbox -- <command…>`: a command of zapier-platform, with sandbox/register.mts loaded first, in it and in the
 * processes that it starts.
 */
const root = join(import.meta.dirname, '..');
const register = pathToFileURL(join(root, 'sandbox/register.mts')).href;
process.exitCode = zapierPlatform(process.argv.slice(2), root, {
	NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${register}`.trim(),
});
