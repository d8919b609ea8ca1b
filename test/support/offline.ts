import nock from 'nock';

/** No test may reach the network: what a test doesn't answer itself fails. */
beforeEach(() => {
	nock.disableNetConnect();
});

afterEach(() => {
	nock.cleanAll();
});
