import { z } from 'zod';
import { path } from '../../zapier/api.ts';
import { defineConnection } from '../../zapier/connection.ts';
import { field } from '../../zapier/field.ts';
import { credential } from '../../zapier/hosts.ts';
import { first } from './answer.ts';

const form = z.object({
	access_token: credential().register(field, {
		label: 'Access Token',
		type: 'password',
		helpText:
			'The OAuth token of an application registered in your account. An administrator finds it under Settings > API ([Kantata shows how](https://knowledge.kantata.com/hc/en-us/articles/360057953073)).',
	}),
});

/** https://developer.kantata.com/kantata/specification/section/obtaining-tokens-for-users: tokens don't expire, and have no scope. */
export const connection = defineConnection({
	form,
	baseUrl: () => 'https://api.mavenlink.com/api/v1',
	headers: ({ access_token }) => ({ authorization: `Bearer ${access_token}` }),
	keyField: 'access_token',
	keyPage: '[Settings > API in Kantata OX](https://knowledge.kantata.com/hc/en-us/articles/360057953073)',
	oauth2: {
		authorizeUrl: 'https://app.mavenlink.com/oauth/authorize',
		tokenBaseUrl: 'https://app.mavenlink.com',
		tokenPath: path`/oauth/token`,
		clientPage: '[the registered applications of your account](https://knowledge.kantata.com/hc/en-us/articles/360057953073)',
	},
	test: {
		method: 'GET',
		path: path`/users/me`,
		label: ({ body }) => {
			const user = first(body, 'users');
			const name = z.object({ full_name: z.string() }).safeParse(user?.value).data?.full_name;
			const address = z.object({ email_address: z.string() }).safeParse(user?.value).data?.email_address;
			if (name && address) return `${name} (${address})`;
			return name ?? address ?? 'Kantata OX user';
		},
	},
});
