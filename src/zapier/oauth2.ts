import type { Bundle, Authentication as ZapierAuthentication, ZObject } from 'zapier-platform-core';
import * as z from 'zod/mini';
import { InputError } from './errors/stepError.ts';
import { toZapierError } from './errors/zapierError.ts';
import { type HttpRequest, sendRequest } from './http.ts';
import type { Provider } from './provider.ts';
import { noLabels } from './step.ts';

/** An OAuth 2 authorization server: code flow, with tokens that don't expire. */
export interface OAuth2 {
	/** Where people agree (RFC 6749, 3.1). */
	authorizeUrl: string;
	/** Scheme and host of the token endpoint, which gets the client's secret. */
	tokenBaseUrl: string;
	/** Path of the token endpoint (RFC 6749, 3.2). */
	tokenPath: string;
	/** Where the client's id and secret are found: a Markdown link. */
	clientLink: string;
}

const EXCHANGE_MS = 25_000;

/**
 * Zapier's configuration for the authorization code flow. The client's id and secret are environment variables of the
 * integration, `CLIENT_ID` and `CLIENT_SECRET`.
 */
export function oauth2Config(provider: Provider, oauth2: OAuth2): NonNullable<ZapierAuthentication['oauth2Config']> {
	return {
		authorizeUrl: {
			method: 'GET',
			url: oauth2.authorizeUrl,
			params: {
				response_type: 'code',
				client_id: '{{process.env.CLIENT_ID}}',
				redirect_uri: '{{bundle.inputData.redirect_uri}}',
				state: '{{bundle.inputData.state}}',
			},
		},
		getAccessToken: (z: ZObject, bundle: Bundle<Record<string, string>>) => exchangeCode(z, bundle.inputData, provider, oauth2),
	};
}

async function exchangeCode(
	zapier: ZObject,
	input: Record<string, string>,
	provider: Provider,
	{ tokenBaseUrl, tokenPath, clientLink }: OAuth2,
): Promise<{ access_token: string }> {
	const { CLIENT_ID = '', CLIENT_SECRET = '' } = process.env;
	const { code = '', redirect_uri = '' } = input;
	const secrets = [CLIENT_SECRET, code];
	try {
		if (!CLIENT_ID || !CLIENT_SECRET) {
			throw new InputError('This integration has no CLIENT_ID and CLIENT_SECRET yet. Its owner sets them with "zapier-platform env:set".');
		}
		const request: HttpRequest = {
			method: 'POST',
			path: tokenPath,
			form: { grant_type: 'authorization_code', client_id: CLIENT_ID, client_secret: CLIENT_SECRET, code, redirect_uri },
		};
		const { body } = await sendRequest(zapier, { baseUrl: tokenBaseUrl, headers: {}, secrets }, request, EXCHANGE_MS);
		const token = z.object({ access_token: z.string().check(z.minLength(1)) }).safeParse(body).data?.access_token;
		if (!token) throw new InputError(`${provider.name} answered without an access token. Connect the account again.`);
		return { access_token: token };
	} catch (error) {
		const again = `Sign in to ${provider.name} again.`;
		const account = {
			provider: provider.name,
			host: new URL(tokenBaseUrl).host,
			keyLink: clientLink,
			keyLabel: 'client ID and secret',
			hostLabel: undefined,
		};
		throw toZapierError(
			zapier,
			error,
			{ stage: 'connecting', effect: undefined, labels: noLabels, advice: { 400: again } },
			account,
			secrets,
		);
	}
}
