import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { root } from './apps.mts';
import type { Step } from './measure.mts';

interface Contract {
	'x-sandbox'?: { connection?: Record<string, string> };
	paths: Record<string, Record<string, { operationId?: string; requestBody?: { content: Record<string, Media> } }>>;
}

interface Media {
	examples: { documented: { 'x-input': object } };
}

function contractOf(provider: string): Contract {
	return load(readFileSync(join(root, 'contracts', provider, 'openapi.yaml'), 'utf8')) as Contract;
}

const connectionOf = (provider: string) => ({ provider, ...contractOf(provider)['x-sandbox']?.connection });

/** The invitation that a provider's contract documents. Beside other providers, `prefix` is the provider's key and "_". */
export function invitation(provider: string, prefix: string): Step {
	const operations = Object.values(contractOf(provider).paths).flatMap((path) => Object.values(path));
	const invite = operations.find(({ operationId }) => operationId === 'inviteUser');
	const [media] = Object.values(invite?.requestBody?.content ?? {});
	if (!media) throw new Error(`contracts/${provider}/openapi.yaml has no request of inviteUser`);
	return {
		method: `creates.${prefix}invite_user.operation.perform`,
		bundle: { authData: connectionOf(provider), inputData: media.examples.documented['x-input'] },
	};
}

/** The trigger that lists a provider's users. */
export function listOfUsers(provider: string, prefix: string): Step {
	return { method: `triggers.${prefix}new_user.operation.perform`, bundle: { authData: connectionOf(provider), inputData: {}, meta: {} } };
}
