import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildDist, zapierPlatform } from './processes/tools.mts';

/*
 * `npm run sandbox -- <command…>`: a command of zapier-platform for the integration of all products, built anew, with
 * sandbox/register.mts loaded first, in it and in the processes that it starts.
 */
const root = join(import.meta.dirname, '..');
buildDist(process.env.PROVIDER);
const register = pathToFileURL(join(root, 'sandbox/register.mts')).href;
process.exitCode = zapierPlatform(process.argv.slice(2), root, {
	NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${register}`.trim(),
});
