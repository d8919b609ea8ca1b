import tls from 'node:tls';

const OWN = ['ca', 'cert', 'key', 'pfx'] as const;

const { createSecureContext } = tls;
let shared: tls.SecureContext | undefined;
let users = 0;

/**
 * Lets connections share what Node.js makes for each of them before nock can answer: a secure context, which takes two
 * milliseconds, ten times as long as the sandbox. Those with a certificate of their own keep theirs. Returns what ends it.
 */
export function shareSecureContexts(): () => void {
	if (users++ === 0) {
		Object.assign(tls, {
			createSecureContext(options: tls.SecureContextOptions = {}) {
				if (OWN.some((name) => options[name] !== undefined)) return createSecureContext(options);
				shared ??= createSecureContext();
				return shared;
			},
		});
	}
	let ended = false;
	return () => {
		if (ended) return;
		ended = true;
		if (--users === 0) Object.assign(tls, { createSecureContext });
	};
}
