import nock from 'nock';
import zapier from 'zapier-platform-core';
import { alone, built, type Values } from './integration.ts';

/*
 * For tests of what leaves the integration: importing it sets up, before each test, a place where all of it is gathered.
 */
type Event = { command: string; method?: string; bundle: Values; [option: string]: unknown };
/** Zapier's own handler, which core's types leave out. */
const { createAppHandler } = zapier as unknown as { createAppHandler(app: object): (event: Event) => Promise<{ results: unknown }> };
export const integration = built('all');
export const handler = createAppHandler(integration);

const handlers = new Map<string, typeof handler>();

/** A handler of the one step that a method belongs to. */
function handlerOf(method: string): typeof handler {
	const made = handlers.get(method) ?? createAppHandler(alone(integration, method));
	handlers.set(method, made);
	return made;
}

const LOGS = 'https://logs.example.com';

/** Every text in which a secret may leave: as it is, in a URL, in JSON, in base64. */
export const disguises = (secret: string) => [
	secret,
	encodeURIComponent(secret),
	JSON.stringify(secret).slice(1, -1),
	Buffer.from(secret).toString('base64'),
	Buffer.from(secret).toString('base64url'),
];

/** All that left, but for what the provider got, and what left for Zapier's log. Filled by `collect`. */
export const emitted: string[] = [];
export const logged: string[] = [];

beforeEach(() => {
	emitted.length = 0;
	logged.length = 0;
	process.env.LOGGING_ENDPOINT = `${LOGS}/input`;
	for (const stream of ['log', 'error', 'warn', 'info', 'debug'] as const) {
		jest.spyOn(console, stream).mockImplementation((...parts: unknown[]) => void emitted.push(parts.map(String).join(' ')));
	}
	// The log stream that Zapier keeps.
	nock(LOGS)
		.persist()
		.post('/input')
		.reply(async (request: Request) => {
			logged.push(await request.text());
			return [200, '{}'];
		});
});

afterEach(() => {
	delete process.env.LOGGING_ENDPOINT;
	jest.restoreAllMocks();
});

/** Runs a method and collects all that leaves: result, error with its stack, console, log lines, log stream. */
export async function collect(method: string, authData: Values, inputData: Values): Promise<void> {
	try {
		const { results } = await handlerOf(method)({
			command: 'execute',
			method,
			bundle: { authData, inputData, meta: {} },
			token: 'log-token',
			logToStdout: true,
			detailedLogToStdout: true,
			customLogger: (message: string, data: unknown) => emitted.push(message, JSON.stringify(data)),
		});
		emitted.push(JSON.stringify(results));
	} catch (error) {
		const { name, message, stack, ...rest } = error as Error;
		emitted.push(name, message, String(stack), JSON.stringify(rest));
	}
}
