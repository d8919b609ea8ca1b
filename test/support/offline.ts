import nock from 'nock';

/*
 * Zapier's handler runs each step in a domain, to catch what is thrown where nobody waits for it. Domains slow down every
 * promise of the process, by a fifth of the time of the tests. Here nothing is caught like that: it ends the test instead.
 * Whatever runs in a process of its own (`npm start`, the commands) has the real one.
 */
jest.mock('domain', () => ({ create: () => ({ on: () => undefined, run: (work: () => void) => work() }) }));

/** No test may reach the network: what a test doesn't answer itself fails. */
beforeEach(() => {
	nock.disableNetConnect();
});

afterEach(() => {
	nock.cleanAll();
});

// Node's own modules, which nock changes, outlive a test file in its worker; the next file has a nock of its own. It changes them when
// it is loaded, but `afterAll` is not for a file whose tests are all left out (`-t`, mutation tests).
nock.restore();

beforeAll(() => {
	nock.activate();
});

afterAll(() => {
	nock.restore();
});

// Zapier's handler ends its process after 250 runs with more than 450 MB, to be started anew. A test process holds much
// more than the integration, and nobody starts it anew. To look takes as long as all that our code does in a run.
const usage = { rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 };
process.memoryUsage = Object.assign(() => usage, { rss: () => 0 });
