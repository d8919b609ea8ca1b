import { built } from './integration.ts';

/*
 * For mutation tests of a provider: its builds are loaded before any test begins. Stryker turns a change on when a test begins,
 * and would have it hold for nothing but the one test that happens to load them.
 */
for (const build of ['all', process.env.PART?.split('/')[1]]) if (build) built(build);
