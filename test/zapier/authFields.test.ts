import * as z from 'zod';
import { authField, authFields } from '../../src/zapier/authFields.ts';
import { field } from '../../src/zapier/field.ts';

test('a connection’s form becomes Zapier’s fields, in order', () => {
	const form = z.object({
		api_key: z.string().register(field, { label: 'API Key', type: 'password', helpText: 'Find it there.' }),
		base_url: z
			.string()
			.optional()
			.register(field, { label: 'Base URL', placeholder: 'https://acme.example', default: 'https://api.acme.example' }),
		region: z.string().register(field, { label: 'Region', choices: { eu: 'Europe', us: 'United States' } }),
		notes: z.string().default('x').register(field, { label: 'Notes', type: 'text' }),
	});
	expect(authFields(form)).toStrictEqual([
		{ key: 'api_key', label: 'API Key', required: true, type: 'password', isNoSecret: false, helpText: 'Find it there.' },
		{
			key: 'base_url',
			label: 'Base URL',
			required: false,
			type: 'string',
			isNoSecret: true,
			placeholder: 'https://acme.example',
			default: 'https://api.acme.example',
		},
		{ key: 'region', label: 'Region', required: true, type: 'string', isNoSecret: true, choices: { eu: 'Europe', us: 'United States' } },
		{ key: 'notes', label: 'Notes', required: false, type: 'string', isNoSecret: true },
	]);
});

test('a field without a label is a programming error', () => {
	expect(() => authFields(z.object({ api_key: z.string() }))).toThrow(new TypeError('The field "api_key" has no label: register it'));
});

test('an empty default is a default', () => {
	expect(authField('region', { label: 'Region', default: '' }, false)).toStrictEqual({
		key: 'region',
		label: 'Region',
		required: false,
		type: 'string',
		isNoSecret: true,
		default: '',
	});
});
