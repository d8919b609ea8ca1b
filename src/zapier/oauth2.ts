import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { type ApiRequest, send } from './api.ts';
import { toZapierError } from './errors.ts';
import { InputError } from './input.ts';

/** An OAuth 2 authorization server: code flow, with tokens that don't expire. */
export interface OAuth2 {
	/** Where people agree (RFC 6749, 3.1). */
	authorizeUrl: string;
	/** Scheme and host of the token endpoint, which gets the client's secret. */
	tokenBaseUrl: string;
	/** Path of the token endpoint (RFC 6749, 3.2). */
	tokenPath: string;
	/** Where the client's id and secret are found: a Markdown link. */
	clientPage: string;
}

/**
 * Zapier's configuration for the authorization code flow. The client's id and secret are environment variables of the
 * integration, `CLIENT_ID` and `CLIENT_SECRET`.
 */
export function oauth2Config(provider: string, oauth2: OAuth2): NonNullable<Authentication['oauth2Config']> {
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
	z: ZObject,
	input: Record<string, string>,
	provider: string,
	oauth2: OAuth2,
): Promise<{ access_token: string }> {
	const { CLIENT_ID = '', CLIENT_SECRET = '' } = process.env;
	const { code = '', redirect_uri = '' } = input;
	try {
		if (!CLIENT_ID || !CLIENT_SECRET) {
			throw new InputError('This integration has no CLIENT_ID and CLIENT_SECRET yet. Its owner sets them with "zapier-platform env:set".');
		}
		const request: ApiRequest = {
			method: 'POST',
			path: oauth2.tokenPath,
			form: { grant_type: 'authorization_code', client_id: CLIENT_ID, client_secret: CLIENT_SECRET, code, redirect_uri },
		};
		const { body } = await send(z, oauth2.tokenBaseUrl, {}, request);
		const token = (body as { access_token?: unknown } | undefined)?.access_token;
		if (typeof token !== 'string' || !token)
			throw new InputError(`${provider} answered without an access token. Connect the account again.`);
		return { access_token: token };
	} catch (error) {
		throw toZapierError(z, error, {
			provider,
			host: new URL(oauth2.tokenBaseUrl).host,
			keyPage: oauth2.clientPage,
			keyLabel: 'client ID and secret',
			hostLabel: undefined,
			connecting: true,
			effect: undefined,
			labels: {},
			advice: {},
			secrets: [CLIENT_SECRET, code],
		});
	}
}
