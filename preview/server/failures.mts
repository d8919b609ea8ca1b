import type { Failure } from '../protocol.mts';

type Ending = Pick<Failure, 'title' | 'consequence' | 'tone'>;

const ENDINGS: Record<string, Ending> = {
	HaltedError: {
		tone: 'halted',
		title: 'Halted',
		consequence: 'Zapier stops this run softly: later steps don’t run, and it doesn’t count as an error of the Zap.',
	},
	ThrottledError: {
		tone: 'held',
		title: 'Held',
		consequence: 'Zapier holds the step and replays it later.',
	},
	ExpiredAuthError: {
		tone: 'reconnect',
		title: 'Connection expired',
		consequence: 'Zapier marks the connection as expired, pauses its Zaps and asks its owner to reconnect.',
	},
	RefreshAuthError: {
		tone: 'reconnect',
		title: 'Connection to be refreshed',
		consequence: 'Zapier refreshes the connection, then runs the step again. If it can’t, it asks the owner to reconnect.',
	},
	ResponseError: {
		tone: 'error',
		title: 'Error',
		consequence:
			'The answer had an error status that the integration left to Zapier’s core. The run fails; Zap history shows this message, and autoreplay may try it again.',
	},
	CheckError: {
		tone: 'error',
		title: 'Unusable result',
		consequence: 'Zapier’s core refuses what the step returned. The run fails each time, until the integration is changed.',
	},
	AppError: {
		tone: 'error',
		title: 'Error',
		consequence: 'The run fails. Zap history shows this message, later steps don’t run, and autoreplay may try it again.',
	},
	StepTimeout: {
		tone: 'error',
		title: 'Out of time',
		consequence: 'Zapier ends a step after 30 seconds, whatever it is doing. What was sent may have been carried out.',
	},
	ProcessEnded: {
		tone: 'error',
		title: 'The integration’s process ended',
		consequence: 'It was started anew. The sandbox forgot what happened before.',
	},
};

const UNCAUGHT: Ending = {
	tone: 'error',
	title: 'Error',
	consequence:
		'An exception that the integration didn’t turn into one of Zapier’s errors. The run fails; Zap history shows this message as it is.',
};

/** What an error of a step is, and what Zapier does about it. `mask` strikes out credentials. */
export function failureOf(error: unknown, mask: (text: string) => string = (text) => text): Failure {
	const { name = 'Error', message = String(error) } = (error ?? {}) as Partial<Error>;
	// Some of Zapier's errors carry JSON, and core adds what happened before to most.
	const [head = '', ...rest] = message.split(/\n(?=What happened:)/);
	const told = parsed(head);
	const ending = ENDINGS[name] ?? UNCAUGHT;
	const details = rest.join('\n').trim();
	return {
		name,
		...ending,
		message: mask(textOf(told?.message) ?? head),
		consequence:
			typeof told?.delay === 'number' ? `Zapier holds the step and replays it after ${seconds(told.delay)}.` : ending.consequence,
		...(details ? { details: mask(details) } : {}),
	};
}

function parsed(text: string): Record<string, unknown> | undefined {
	try {
		const value = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function seconds(count: number): string {
	return count === 1 ? '1 second' : `${count} seconds`;
}
