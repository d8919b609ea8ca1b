import * as z from 'zod/mini';
import { defineAuthentication } from '../../zapier/authentication.ts';
import { path } from '../../zapier/http.ts';
import { secret } from '../../zapier/schemas/credential.ts';
import { first } from './response.ts';

const fields = {
	access_token: secret({
		label: 'Access Token',
		helpText:
			'The OAuth token of an application registered in your account. An administrator finds it under Settings > API ([Kantata shows how](https://knowledge.kantata.com/hc/en-us/articles/360057953073)).',
	}),
};

/** https://developer.kantata.com/kantata/specification/section/obtaining-tokens-for-users: tokens don't expire, and have no scope. */
export const authentication = defineAuthentication({
	fields,
	baseUrl: () => 'https://api.mavenlink.com/api/v1',
	headers: ({ access_token }) => ({ authorization: `Bearer ${access_token}` }),
	keyField: 'access_token',
	keyLink: '[Settings > API in Kantata OX](https://knowledge.kantata.com/hc/en-us/articles/360057953073)',
	oauth2: {
		authorizeUrl: 'https://app.mavenlink.com/oauth/authorize',
		tokenBaseUrl: 'https://app.mavenlink.com',
		tokenPath: path`/oauth/token`,
		clientLink: '[the registered applications of your account](https://knowledge.kantata.com/hc/en-us/articles/360057953073)',
	},
	test: {
		method: 'GET',
		path: path`/users/me`,
	},
	label: ({ body }) => {
		const user = first({ body }, 'users');
		const name = z.object({ full_name: z.string() }).safeParse(user?.value).data?.full_name;
		const address = z.object({ email_address: z.string() }).safeParse(user?.value).data?.email_address;
		if (name && address) return `${name} (${address})`;
		return name ?? address ?? 'Kantata OX user';
	},
});
