import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionFrom, credentialsFor, loadEnvFile, secretOf } from '../../invite/connection.mts';

const definition = {
	authentication: {
		type: 'custom',
		fields: [
			{ key: 'api_key', required: true },
			{ key: 'host', required: false, isNoSecret: true },
		],
	},
};
const { fields } = definition.authentication;
const environment = { authData_api_key: 'key-of-one', authData_provider: 'one', authData_host: '', PATH: '/bin' };

describe('the credentials of the environment', () => {
	test('are taken for the product that they name, and for any if they name none', () => {
		expect(connectionFrom(environment, definition, 'one')).toEqual({ api_key: 'key-of-one' });
		expect(connectionFrom({ ...environment, authData_provider: '' }, definition, 'two')).toEqual({ api_key: 'key-of-one' });
	});

	test('are never given to another product', () => {
		expect(() => connectionFrom(environment, definition, 'two')).toThrow('are those of one: authData_provider says so');
		expect(credentialsFor(environment, fields, 'two')).toEqual({ given: {}, provider: 'one', areOthers: true });
	});

	test('are given to the product that is chosen where a connection is for several', () => {
		const several = [{ key: 'provider' }, ...fields];
		const given = { provider: 'one', api_key: 'key-of-one' };
		expect(credentialsFor(environment, several, 'all').given).toEqual(given);
		expect(credentialsFor(environment, several, 'all', 'one').given).toEqual(given);
		expect(credentialsFor(environment, several, 'all', 'two').given).toEqual({});
	});
});

test('what .env has stands over the environment, as for zapier-platform invoke', () => {
	const folder = mkdtempSync(join(tmpdir(), 'env-'));
	const file = join(folder, '.env');
	writeFileSync(file, 'authData_api_key="of the file"\n');
	const merged: NodeJS.ProcessEnv = { authData_api_key: 'of the shell', authData_host: 'kept' };
	loadEnvFile(file, merged);
	expect(merged).toEqual({ authData_api_key: 'of the file', authData_host: 'kept' });
	rmSync(folder, { recursive: true });
});

test('the secrets of a connection are what was filled in, not what signing in brought', () => {
	const computed = { authentication: { type: 'session', fields: [...fields, { key: 'session', computed: true }] } };
	const secret = secretOf(computed, { api_key: 'k', host: 'h', session: 's', sessionKey: 's' });
	expect(secret).toBe(secretOf(definition, { api_key: ' k ', host: 'other' }));
	expect(secret).not.toBe(secretOf(definition, { api_key: 'other', host: 'h' }));
	expect(secretOf({ authentication: { type: 'oauth2' } }, { access_token: 't' })).toContain('t');
	expect(secretOf({}, {})).toBeUndefined();
});
