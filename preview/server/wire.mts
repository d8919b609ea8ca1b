import { AsyncLocalStorage } from 'node:async_hooks';
import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { SocketInterceptor } from '@mswjs/interceptors/net';
import type { Mask } from '../../invite/mask.mts';
import type { Exchange, Model } from '../protocol.mts';
import type { Fault } from './faults.mts';

/** The longest body that is shown, in characters. */
const LONGEST = 100_000;

/** What goes in and out of this process. */
export interface Wire {
	/** What went over it since it was last asked, without credentials. */
	take(mask: Mask): Exchange[];
	/** Does something whose requests are noted elsewhere. */
	apart<Result>(act: () => Result): Result;
	/** From now on, requests get this fault; all of them, or those that change something. A sandbox gives it itself. */
	choose(fault: Fault | undefined, onlyChanges: boolean): void;
}

const REFUSED = 'The preview sends nothing for this integration. Start it with --live to let requests out.';

/**
 * Notes every request of this process and its answer, whoever gives it, and answers with faults. Must be called before
 * nock is loaded, which else answers without this being told.
 */
export function openWire(network: Model['network']): Wire {
	let exchanges: Exchange[] = [];
	let fault: Fault | undefined;
	let onlyChanges = false;
	const byId = new Map<string, Exchange>();
	const elsewhere = new AsyncLocalStorage<boolean>();
	const interceptor = new HttpRequestInterceptor();
	interceptor.on('request', async ({ request, requestId, controller }) => {
		const exchange: Exchange = {
			method: request.method,
			url: request.url,
			requestHeaders: Object.fromEntries(request.headers),
			requestBody: '',
			responseHeaders: {},
			responseBody: '',
		};
		if (!elsewhere.getStore()) {
			exchanges.push(exchange);
			byId.set(requestId, exchange);
			exchange.requestBody = await bodyOf(request);
		}
		const meets = fault && (isChange(request.method) || !onlyChanges);
		if (meets) exchange.fault = fault?.label ?? '';
		if (network !== 'offline') return;
		if (fault && meets) await answer(fault, controller);
		else {
			exchange.failure = REFUSED;
			controller.errorWith(Object.assign(new Error(REFUSED), { code: 'ECONNREFUSED' }));
		}
	});
	interceptor.on('response', async ({ response, requestId }) => {
		const exchange = byId.get(requestId);
		if (!exchange) return;
		exchange.status = response.status;
		exchange.responseHeaders = Object.fromEntries(response.headers);
		exchange.responseBody = await bodyOf(response);
	});
	interceptor.apply();
	if (network === 'offline') refuseSockets();
	return {
		take(mask) {
			const taken = exchanges;
			exchanges = [];
			byId.clear();
			return taken.map((exchange) => ({
				...exchange,
				url: mask.text(exchange.url),
				requestHeaders: mask.headers(exchange.requestHeaders),
				requestBody: mask.text(exchange.requestBody),
				responseHeaders: mask.headers(exchange.responseHeaders),
				responseBody: mask.text(exchange.responseBody),
				...(exchange.status === undefined ? { failure: exchange.failure ?? 'No answer came.' } : {}),
			}));
		},
		apart: (act) => elsewhere.run(true, act),
		choose(chosen, only) {
			fault = chosen;
			onlyChanges = only;
		},
	};
}

const CODES = { refused: 'ECONNREFUSED', reset: 'ECONNRESET' };

/** Does this method change something? */
export function isChange(method: string): boolean {
	return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

async function answer(fault: Fault, controller: { respondWith(response: Response): void; errorWith(reason?: Error): void }): Promise<void> {
	if ('answer' in fault) controller.respondWith(new Response(fault.answer.body, fault.answer));
	else if (fault.error === 'timeout') await new Promise(() => {});
	else controller.errorWith(Object.assign(new Error(`The connection was ${fault.error}`), { code: CODES[fault.error] }));
}

async function bodyOf(message: Request | Response): Promise<string> {
	try {
		const text = await message.clone().text();
		return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)` : text;
	} catch {
		// A connection that breaks within an answer.
		return '';
	}
}

/** What isn't HTTP goes nowhere either. To be called after the interceptor of HTTP was applied, which must see connections first. */
function refuseSockets(): void {
	SocketInterceptor.singleton(SocketInterceptor).on('connection', ({ controller, socket }) => {
		controller.passthrough = () => socket.destroy(new Error(REFUSED));
	});
}
