import type { Field } from '../../../src/zapier/fields/inputField.ts';
import { parseField, Unreadable } from '../../../src/zapier/schemas/field.ts';
import { baseUrl, host, hostUrl, subdomainOf } from '../../../src/zapier/schemas/host.ts';
import { refusalOf, VALUE } from '../../support/form.ts';

const UNREADABLE = "isn't a web address. Copy it again from your browser.";
const NOT_PUBLIC = 'must name a public host such as example.com, not an IP address or an internal name.';
const NOT_HTTPS = 'must begin with https://.';
const USER = 'must not contain a user name or password.';
const CHARACTERS = 'must not contain spaces, backslashes or invisible characters.';
const PORT = 'must not contain a port.';
const QUERY = 'must end before any ? or #.';
const ONLY_HOST = 'must be only the host, with nothing behind it.';

type HostField = Field<string>;

/** The value that a field makes of a text, or what it says against it. */
function judge(field: HostField, text: string): string {
	try {
		return String(parseField(field, text));
	} catch (error) {
		expect(error).toBeInstanceOf(Unreadable);
		return (error as Unreadable).message;
	}
}

/** Every field that takes a URL refuses these, whatever else it allows. */
const refusedByAll: [text: string, why: string][] = [
	// No address at all.
	['', UNREADABLE],
	['https://exa<mple.com', UNREADABLE],
	['https://example.com:99999', UNREADABLE],
	['https://xn--.com', UNREADABLE],
	['https://example.123', UNREADABLE],
	['https://foo.0x4', UNREADABLE],
	['javascript:alert(1)', UNREADABLE],
	['https://[::1', UNREADABLE],
	// Another scheme.
	['http://example.com', NOT_HTTPS],
	['HTTP://example.com', NOT_HTTPS],
	['ftp://example.com', NOT_HTTPS],
	['file:///etc/passwd', NOT_HTTPS],
	['ws://example.com', NOT_HTTPS],
	['a+b-c.1://example.com', NOT_HTTPS],
	// Somebody's name in front of the host that really counts.
	['https://user@example.com', USER],
	['https://user:secret@example.com', USER],
	['https://:secret@example.com', USER],
	['https://@example.com', USER],
	['example.com@evil.example', USER],
	['api.acme.example:443@evil.example', USER],
	['https://example.com/@evil', USER],
	// Characters that URL parsers disagree about.
	['exam\tple.com', CHARACTERS],
	['example.com\\@evil.example', CHARACTERS],
	['https:\\\\example.com', CHARACTERS],
	['example.com\u0000', CHARACTERS],
	['exam\u2065ple.com', CHARACTERS],
	['exam\u00a0ple.com', CHARACTERS],
	['example.com\ud800', 'holds a broken character. Type it again.'],
	// IP addresses, in every notation that URL parsers take.
	['127.0.0.1', NOT_PUBLIC],
	['https://8.8.8.8', NOT_PUBLIC],
	['169.254.169.254', NOT_PUBLIC],
	['2130706433', NOT_PUBLIC],
	['https://0x7f000001', NOT_PUBLIC],
	['0x7f.1', NOT_PUBLIC],
	['017700000001', NOT_PUBLIC],
	['127.1', NOT_PUBLIC],
	['127.0.0.1.', NOT_PUBLIC],
	['１２７.0.0.1', NOT_PUBLIC],
	['0', NOT_PUBLIC],
	['[::1]', NOT_PUBLIC],
	['https://[2001:db8::1]', NOT_PUBLIC],
	['[::ffff:127.0.0.1]', NOT_PUBLIC],
	// Names that lead inside.
	['localhost', NOT_PUBLIC],
	['LOCALHOST', NOT_PUBLIC],
	['localhost.', NOT_PUBLIC],
	['app.localhost', NOT_PUBLIC],
	['my.localdomain', NOT_PUBLIC],
	['printer.local', NOT_PUBLIC],
	['metadata.google.internal', NOT_PUBLIC],
	['wiki.intranet', NOT_PUBLIC],
	['db.private', NOT_PUBLIC],
	['git.corp', NOT_PUBLIC],
	['nas.home', NOT_PUBLIC],
	['router.lan', NOT_PUBLIC],
	['hidden.onion', NOT_PUBLIC],
	['no.invalid', NOT_PUBLIC],
	['a.test', NOT_PUBLIC],
	['1.0.0.127.in-addr.arpa', NOT_PUBLIC],
	['home.arpa', NOT_PUBLIC],
	// Names that are none, or that say nothing certain.
	['example', NOT_PUBLIC],
	['https:/example.com', NOT_PUBLIC],
	['example.com.', NOT_PUBLIC],
	['a..example.com', NOT_PUBLIC],
	['.example.com', NOT_PUBLIC],
	['-a.example.com', NOT_PUBLIC],
	['a-.example.com', NOT_PUBLIC],
	['a_b.example.com', NOT_PUBLIC],
	['{tenant}.example.com', NOT_PUBLIC],
	['example.c', NOT_PUBLIC],
	[`${'a'.repeat(64)}.com`, NOT_PUBLIC],
	[`example.${'a'.repeat(64)}`, NOT_PUBLIC],
	[`${'a.'.repeat(126)}com`, NOT_PUBLIC],
	// What stands behind an address.
	['example.com?', QUERY],
	['example.com/?a=b', QUERY],
	['example.com#', QUERY],
	['https://example.com#evil', QUERY],
];

describe.each<[string, HostField]>([
	['baseUrl', baseUrl(VALUE)],
	['hostUrl', hostUrl(['/api'], VALUE)],
	['host', host(VALUE)],
])('%s', (_name, field) => {
	test.each(refusedByAll)('%j %s', (text, why) => {
		expect(judge(field, text)).toBe(why);
	});

	test.each([
		'example.com',
		'https://example.com',
		'HTTPS://EXAMPLE.com',
		'https://example.com/',
		'exa%6dple.com',
		'ｅxample。com',
		'example.com:443',
		' example.com\n',
		'exam\u00adple.com',
		'exam\u200bple.com',
		'\u202eexample.com',
		'“example.com”',
		'"https://example.com/"\u00a0',
		'https://example.com:443/',
	])('%j is https://example.com', (text) => {
		expect(judge(field, text).replace(/^https:\/\//, '')).toBe('example.com');
	});

	test.each([
		['localhost.example.com', 'localhost.example.com'],
		['mylocalhost.com', 'mylocalhost.com'],
		['internal.example', 'internal.example'],
		['corporate.example', 'corporate.example'],
		['bücher.example', 'xn--bcher-kva.example'],
		['example.рф', 'example.xn--p1ai'],
		['1.example.com', '1.example.com'],
		['a-1--b.example.com', 'a-1--b.example.com'],
		['a.io', 'a.io'],
		[`${'a'.repeat(63)}.com`, `${'a'.repeat(63)}.com`],
		[`${'a.'.repeat(125)}com`, `${'a.'.repeat(125)}com`],
	])('%j is the public host %s', (text, host) => {
		expect(judge(field, text).replace(/^https:\/\//, '')).toBe(host);
	});

	test('a failure becomes a sentence with the label of the field', () => {
		expect(refusalOf(field, 'http://example.com')).toBe('Value must begin with https://.');
	});
});

describe('baseUrl', () => {
	test.each([
		['https://api.example.com/v1', 'https://api.example.com/v1'],
		['api.example.com/v1///', 'https://api.example.com/v1'],
		['https://example.com///', 'https://example.com'],
		['https://EXAMPLE.com/Api/V1', 'https://example.com/Api/V1'],
		['https://example.com:8443/v1', 'https://example.com:8443/v1'],
		['example.com:8443', 'https://example.com:8443'],
		['https://example.com/a/../../b', 'https://example.com/b'],
		['https://example.com/%2e%2e/b', 'https://example.com/b'],
		['https://example.com/a b'.replace(' ', '%20'), 'https://example.com/a%20b'],
		['https://example.com//evil.example', 'https://example.com//evil.example'],
		['example.com/https://evil.example', 'https://example.com/https://evil.example'],
	])('%j is %s', (text, url) => {
		expect(judge(baseUrl(VALUE), text)).toBe(url);
		expect(new URL(judge(baseUrl(VALUE), text)).host).toBe(new URL(url).host);
	});
});

test.each([baseUrl(VALUE), host(VALUE)])('a scheme alone is no address', (field) => {
	expect(judge(field, 'https://')).toBe(UNREADABLE);
});

describe('hostUrl', () => {
	const field = hostUrl(['/api/v1', '/api'], VALUE);

	test.each([
		['https://api.example.com', 'https://api.example.com'],
		['https://api.example.com//', 'https://api.example.com'],
		['https://api.example.com/api/v1', 'https://api.example.com'],
		['https://api.example.com/api/v1//', 'https://api.example.com'],
		['api.example.com/api/', 'https://api.example.com'],
		['api.example.com:8443/api', 'https://api.example.com:8443'],
	])('%j is %s', (text, url) => {
		expect(judge(field, text)).toBe(url);
	});

	test.each([
		['https://api.example.com/v1', ONLY_HOST],
		['https://api.example.com/api/v2', ONLY_HOST],
		['https://api.example.com/api/v1/me', ONLY_HOST],
		['https://api.example.com/api/api', ONLY_HOST],
		['/api', UNREADABLE],
		['https://', NOT_PUBLIC],
		['https://api', NOT_PUBLIC],
	])('%j %s', (text, why) => {
		expect(judge(field, text)).toBe(why);
	});

	test('without tails takes only a host', () => {
		expect(judge(hostUrl([], VALUE), 'https://api.example.com/')).toBe('https://api.example.com');
		expect(judge(hostUrl([], VALUE), 'https://api.example.com/api')).toBe(ONLY_HOST);
	});
});

describe('host', () => {
	test.each([
		['example.com:8443', PORT],
		['https://example.com:80', PORT],
		['example.com/path', ONLY_HOST],
		['example.com//', ONLY_HOST],
	])('%j %s', (text, why) => {
		expect(judge(host(VALUE), text)).toBe(why);
	});

	test('leaves the scheme out', () => {
		expect(judge(host(VALUE), 'https://meals-abc123.run.app/')).toBe('meals-abc123.run.app');
	});
});

describe('subdomainOf', () => {
	const field = subdomainOf('vendor.com', VALUE);
	const REFUSED = 'must be only the name in front of .vendor.com: letters, digits and hyphens.';

	test.each([
		['acme', 'acme'],
		['ACME', 'acme'],
		['a', 'a'],
		['7', '7'],
		['acme-2', 'acme-2'],
		['xn--bcher-kva', 'xn--bcher-kva'],
		['a'.repeat(63), 'a'.repeat(63)],
		['acme.vendor.com', 'acme'],
		['Acme.Vendor.com', 'acme'],
		['https://acme.vendor.com', 'acme'],
		['https://acme.vendor.com/', 'acme'],
		['HTTPS://acme.vendor.com/', 'acme'],
		['https://acme', 'acme'],
		['acme/', 'acme'],
		[' acme\n', 'acme'],
		['“acme”', 'acme'],
		['ac\u200bme', 'acme'],
		['acme.vendor.com/path', 'acme'],
		['acme.vendor.com//', 'acme'],
		['https://acme.vendor.com/some/page?tab=1&x=a.b#here', 'acme'],
		['https://acme.vendor.com?a=1', 'acme'],
		['https://ACME.vendor.com/Some/Page', 'acme'],
		['https://acme.vendor.com:443/', 'acme'],
	])('%j is %s', (text, tenant) => {
		expect(judge(field, text)).toBe(tenant);
		expect(new URL(`https://${judge(field, text)}.vendor.com`).host).toBe(`${tenant}.vendor.com`);
	});

	test.each([
		'',
		'evil.example/',
		'evil.example/.vendor.com',
		'evil.example#',
		'evil.example?',
		'evil.example#.vendor.com',
		'a.b',
		'a.b.vendor.com',
		'https://a.b.vendor.com/page',
		'https://user@acme.vendor.com/page',
		'https://acme.vendor.com:8443/page',
		'https://evil.example/acme.vendor.com',
		'https://evil.example/?x=.vendor.com',
		'https://evil.example\\.vendor.com',
		'xn--a',
		'xn--a.vendor.com',
		'ftp://acme.vendor.com',
		'vendor.com',
		'.vendor.com',
		'acme.vendor.com.evil.example',
		'ac/me',
		'acmehttps://',
		'https://https://acme.vendor.com',
		'http://acme.vendor.com',
		'acmevendor.com',
		'user@evil.example/',
		'acme:8443',
		'acme\\evil',
		'acme%2eevil',
		'-acme',
		'acme-',
		'-',
		'ac_me',
		'bücher',
		'аcme',
		'a'.repeat(64),
		'127.0.0.1',
		'{{bundle.authData.api_key}}',
	])('%j is refused', (text) => {
		expect(judge(field, text)).toBe(REFUSED);
	});
});

test.each<[string, HostField]>([
	['baseUrl', baseUrl(VALUE)],
	['hostUrl', hostUrl(['/api'], VALUE)],
	['host', host(VALUE)],
	['subdomainOf', subdomainOf('vendor.com', VALUE)],
])('%s answers at once to 50,000 slashes', (_name, field) => {
	for (const text of [`https://${'/'.repeat(50_000)}`, `https://example.com${'/'.repeat(50_000)}`, `example.com${'/'.repeat(50_000)}x`]) {
		expect(judge(field, text)).toEqual(expect.any(String));
	}
});

test('a long address is refused', () => {
	expect(judge(baseUrl(VALUE), `example.com/${'a'.repeat(2_000)}`)).toBe('is too long for a web address. Copy it again from your browser.');
});
