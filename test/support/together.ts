import { join, relative } from 'node:path';
import { built } from './integration.ts';
import './wire.ts';

/*
 * For mutation tests of what runs in a built integration: the test files that `TESTS` names, as one. A file of their own each would
 * load the builds anew for every mutant, which takes longer than the tests. They are loaded before any test begins: Stryker
 * turns a change on when one begins, and would have it hold for nothing but the one that happens to load them.
 */
for (const build of ['all', process.env.PART?.split('/')[1]]) if (build) built(build);
for (const file of (process.env.TESTS ?? '').split(' ')) describe(relative('test', file), () => void require(join(process.cwd(), file)));
