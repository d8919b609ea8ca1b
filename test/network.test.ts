import dns from 'node:dns';
import { globalAgent } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import nock from 'nock';
import { generate } from 'selfsigned';
import { loadContract } from './support/contract.ts';
import { built, failure, providers, tester } from './support/integration.ts';
import { operationsOf } from './support/operations.ts';

/**
 * Connections that really break, on this machine: what the acceptance suite simulates by error codes is shown here to
 * be what Node.js does.
 */
const HOST = 'api.customer.example.com';
const { perform } = tester(built('all'));

/** A provider whose host a person types, with a port. */
const provider = providers.find(({ authentication }) => authentication.hostField === 'base_url');
if (!provider) throw new Error('No provider has a base URL');
const { key, name } = provider;

let servers: (Server | ReturnType<typeof createTlsServer>)[] = [];
let sockets: Socket[] = [];

beforeEach(() => {
	nock.enableNetConnect(HOST);
	jest.spyOn(dns, 'lookup').mockImplementation(((_host: string, options: { all?: boolean }, callback: (...results: unknown[]) => void) => {
		if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
		else callback(null, '127.0.0.1', 4);
	}) as unknown as typeof dns.lookup);
});

afterEach(async () => {
	jest.restoreAllMocks();
	delete globalAgent.options.ca;
	for (const socket of sockets) socket.destroy();
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	servers = [];
	sockets = [];
});

async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.on('connection', (socket) => sockets.push(socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function secureServer(onConnection: (socket: Socket) => void, trusted = false): Promise<number> {
	const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: HOST }] }];
	const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], { extensions });
	if (trusted) globalAgent.options.ca = cert;
	const server = createTlsServer({ key, cert }, (socket) => {
		socket.on('error', () => {});
		onConnection(socket);
	});
	server.on('tlsClientError', () => {});
	return listen(server);
}

const invite = async (port: number) => {
	const contract = await loadContract(key);
	const action = operationsOf(provider, contract).find(({ kind }) => kind === 'create');
	if (!action) throw new Error(`${name} has no action`);
	const authData = { provider: key, ...contract.connection, base_url: `https://${HOST}:${port}` };
	return failure(perform(`${key}_${action.key}`, authData, action.input));
};

test('nobody listens: nothing was sent', async () => {
	const port = await listen(createServer());
	await new Promise((resolve) => servers.pop()?.close(resolve));
	expect(await invite(port)).toEqual({
		name: 'AppError',
		code: 'unreachable',
		message: `${HOST}:${port} doesn't accept connections. The invitation was not sent: check Base URL in your connection, then replay this step.`,
	});
});

test('a certificate that nobody vouches for: nothing was sent', async () => {
	let received = '';
	const port = await secureServer((socket) => socket.on('data', (data) => (received += data)));
	expect(await invite(port)).toEqual({
		name: 'AppError',
		code: 'unreachable',
		message: `${HOST}:${port} can't prove who it is: its certificate isn't valid. The invitation was not sent: check Base URL in your connection, then replay this step.`,
	});
	expect(received).toBe('');
});

test('a name without a server: nothing was sent', async () => {
	jest.spyOn(dns, 'lookup').mockImplementation(((_host: string, _options: unknown, callback: (error: Error) => void) => {
		callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
	}) as unknown as typeof dns.lookup);
	expect((await invite(8443)).message).toBe(
		`There is no server with the name ${HOST}:8443. The invitation was not sent: check Base URL in your connection, then replay this step.`,
	);
});

/** A server that gets each request whole, says `part` of an answer, and breaks the connection. */
async function breakingServer(part: string): Promise<{ port: number; requests: () => number }> {
	let requests = 0;
	const port = await secureServer((socket) => {
		socket.once('data', () => {
			requests++;
			if (part) socket.write(part, () => socket.destroy());
			else socket.destroy();
		});
	}, true);
	return { port, requests: () => requests };
}

test.each([
	['before an answer', ''],
	['half-way through an answer in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{"id":\r\n'],
])('a connection that breaks %s: the invitation may have been sent, and is not sent again', async (_when, part) => {
	const { port, requests } = await breakingServer(part);
	expect(await invite(port)).toEqual({
		name: 'AppError',
		code: 'unanswered',
		message: `The connection to ${HOST}:${port} broke before its answer was complete. The invitation may have been sent, so look in ${name} before you replay this step.`,
	});
	expect(requests()).toBe(1);
});

test('a connection that breaks half-way through an answer of known length, which node-fetch 2 never notices: the deadline does', async () => {
	const { port, requests } = await breakingServer('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"id":');
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date', 'setInterval'] });
	const failing = invite(port);
	while (!requests()) await new Promise(setImmediate);
	await jest.advanceTimersByTimeAsync(25_000);
	jest.useRealTimers();
	expect((await failing).message).toBe(
		`${name} didn't answer in time. The invitation may have been sent, so look in ${name} before you replay this step.`,
	);
	expect(requests()).toBe(1);
});
