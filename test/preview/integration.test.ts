import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Integration } from '../../preview/server/integration.mts';

// A machine may be busy with other tests.
jest.setTimeout(120_000);

let folder: string;
let integration: Integration;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'integration-'));
});
afterEach(() => {
	integration.stop();
	rmSync(folder, { recursive: true });
});

function begin(fixture: string, network: 'live' | 'offline', environment: NodeJS.ProcessEnv = {}, stepTime?: number): Integration {
	const sheets = { temporary: folder, kept: join(folder, 'kept') };
	const start = { folder: join(__dirname, 'fixtures', fixture), api: undefined, network, sheets };
	return new Integration(start, { ...process.env, ...environment }, stepTime);
}

test('a process that was started anew meets the fault that was chosen', async () => {
	integration = begin('ticket-desk', 'offline');
	await integration.choose({ fault: 'object', onlyChanges: false });
	integration.stop();
	await expect(integration.ask('state', {})).rejects.toThrow('while it was asked something');
	const authData = { email: 'ada@example.com', sessionKey: 'any' };
	await integration.ask('model', {});
	const step = { kind: 'creates', key: 'open_ticket' } as const;
	const run = await integration.ask('run', { step, inputData: { title: 'Broken', project: 'p1' }, data: {}, authData });
	expect(run).toMatchObject({ exchange: [{ status: 200, fault: '200, empty object' }] });
	expect(integration.fault).toEqual({ fault: 'object', onlyChanges: false });
});

test('a step without an answer doesn’t end a sheet that is running', async () => {
	const waiting: ServerResponse[] = [];
	const posted = Promise.withResolvers<void>();
	const api = createServer(({ method }, response) => {
		waiting.push(response);
		if (method === 'POST') posted.resolve();
	}).listen(0, '127.0.0.1');
	await once(api, 'listening');
	integration = begin('badges', 'live', { BADGES_API: `http://127.0.0.1:${(api.address() as AddressInfo).port}` }, 1000);
	try {
		const path = join(folder, 'people.csv');
		writeFileSync(path, 'Email,Level\na@x.com,3\n');
		const authData = { token: 'any' };
		await integration.ask('openSheet', { upload: { path, name: 'people.csv', size: 1 } });
		await integration.ask('startSheet', { integration: 'badges', action: 'grant_badge', kind: 'run', authData });
		await posted.promise;
		const step = { kind: 'searches', key: 'find_badge' } as const;
		await expect(integration.ask('run', { step, inputData: { email: 'a@x.com' }, data: {}, authData })).rejects.toThrow(
			'This took more than 1 seconds. No answer came; the sheet that is running goes on.',
		);
		for (const response of waiting) response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":1}');
		await integration.ask('endSheet', {});
		expect((await integration.ask('sheet', {})).run).toMatchObject({ state: 'ended', outcomes: { done: 1 } });
	} finally {
		api.closeAllConnections();
		api.close();
	}
});
