import {describe, expect, test} from 'vitest';
import {parseAddress} from '../../source/driver/address.ts';
import {UsageError} from '../../source/driver/usage-error.ts';

const refusal = (text: string): string => {
	try {
		parseAddress(text);
	} catch (error) {
		if (error instanceof UsageError) {
			return error.message;
		}

		throw error;
	}

	throw new Error(`${text} should have been refused.`);
};

const path = (text: string): string => parseAddress(text).path;
const uri = (text: string): string => parseAddress(text).uri;

describe('a local address', () => {
	test('is a scheme, and a path where one is named', () => {
		expect(parseAddress('qmp:')).toEqual({uri: 'qmp:', scheme: 'qmp', path: '', query: new Map()});
		expect(parseAddress('qmp:///run/a.sock')).toEqual({
			uri: 'qmp:///run/a.sock',
			scheme: 'qmp',
			path: '/run/a.sock',
			query: new Map(),
		});
		expect(['xl', 'XL:', 'xl://', 'prlctl:', 'qmp://'].map(uri)).toEqual([
			'xl:',
			'xl:',
			'xl:',
			'prlctl:',
			'qmp:',
		]);
	});

	test('is the scheme alone, also of a driver that this parser has never heard of', () => {
		expect(parseAddress('newcomer:')).toEqual({
			uri: 'newcomer:',
			scheme: 'newcomer',
			path: '',
			query: new Map(),
		});
		expect(refusal('newcomer')).toContain('not an address');
	});

	test('of the simulated host is the default one where none is named', () => {
		expect(['test', 'test:', 'test:///default', 'test:///1000x4'].map(uri)).toEqual([
			'test:///default',
			'test:///default',
			'test:///default',
			'test:///1000x4',
		]);
	});

	test('may be a bare path: a socket or a folder, taken to the letter', () => {
		expect(uri('/run/qemu-server/')).toBe('qmp:///run/qemu-server/');
		expect(path('/run/100%25.sock')).toBe('/run/100%25.sock');
		expect(uri('/run/100%25.sock')).toBe('qmp:///run/100%2525.sock');
	});

	test('keeps a folder’s slash, folds doubled ones and dots that say nothing, not those that say something', () => {
		expect(path('qmp:////run//./a///b/')).toBe('/run/a/b/');
		expect(path('qmp:///run/../a.sock')).toBe('/run/../a.sock');
		expect(path('qmp:///run/.hidden/...')).toBe('/run/.hidden/...');
	});

	test('takes spaces, %, +, #, ? and unicode for what they are', () => {
		for (const odd of [
			'/run/a b.sock',
			'/run/a+b',
			'/run/100%.sock',
			'/run/a#b',
			'/run/a?b=c',
			'/run/ゲスト',
		]) {
			expect(path(`qmp://${odd}`), odd).toBe(odd);
			expect(path(odd), odd).toBe(odd);
			expect(uri(odd)).toBe(uri(`qmp://${odd}`));
		}
	});

	test('takes escapes for what they stand for, and leaves what is none', () => {
		expect(path('qmp:///run/a%20b%2Bc')).toBe('/run/a b+c');
		expect(path('qmp:///run/%E3%82%B2')).toBe('/run/ゲ');
		expect(path('qmp:///run/%C3')).toBe('/run/%C3');
		expect(path('qmp:///run/%zz%')).toBe('/run/%zz%');
	});

	test('has no host', () => {
		expect(refusal('qmp://run/a.sock')).toBe(
			'-c qmp://run/a.sock: qmp: is always this machine, so it takes no host. Write qmp:///run/a.sock if you mean the path /run/a.sock.',
		);
		expect(refusal('xl://dom0')).toContain('takes no host');
	});

	test('has a path that begins with a slash, without zero bytes', () => {
		expect(refusal('qmp:run/a.sock')).toContain('Write qmp:///run/a.sock.');
		expect(refusal('test:?1000x4')).toContain('must begin with a slash');
		expect(refusal('qmp:///run/a%00b')).toContain('zero byte');
		expect(refusal('/run/a\0b')).toContain('zero byte');
	});
});

describe('a remote address', () => {
	test('is taken apart', () => {
		expect(parseAddress('qemu+ssh://root@host.example:2222/system?keyfile=/a+b%20c&no_verify=1')).toEqual({
			uri: 'qemu+ssh://root@host.example:2222/system?keyfile=/a+b%20c&no_verify=1',
			scheme: 'qemu+ssh',
			user: 'root',
			host: 'host.example',
			port: 2222,
			path: '/system',
			query: new Map([
				['keyfile', '/a+b c'],
				['no_verify', '1'],
			]),
		});
		expect(parseAddress('qemu:///system')).toEqual({
			uri: 'qemu:///system',
			scheme: 'qemu',
			path: '/system',
			query: new Map(),
		});
	});

	test('may name its host by address', () => {
		expect(parseAddress('qemu+ssh://[fe80::1%25eth0]:22/system')).toMatchObject({
			host: 'fe80::1%eth0',
			port: 22,
		});
		expect(parseAddress('qemu+ssh://[::1]/system').host).toBe('::1');
	});

	test('of the daemon’s test driver is not the simulated host', () => {
		expect(parseAddress('test+unix:///default')).toMatchObject({scheme: 'test+unix', path: '/default'});
	});

	test('has the same path in its canonical form, question marks and all', () => {
		const odd = parseAddress('test+unix:///a%3Fb%23c');
		expect(odd.path).toBe('/a?b#c');
		expect(parseAddress(odd.uri)).toEqual(odd);
	});

	test('is refused where it cannot be read', () => {
		expect(refusal('qemu+ssh://host:99999/system')).toContain('host and port');
		expect(refusal('qemu+ssh://host:/system')).toContain('host and port');
		expect(refusal('qemu+ssh://[::1/system')).toContain('host and port');
		expect(refusal('qemu+ssh://a\nb/system')).toContain('control characters');
		expect(refusal('qemu+ssh://a/system?x=\u001B[2J')).toContain('control characters');
		expect(refusal('qemu:///a%00b')).toContain('zero byte');
		expect(refusal('qemu:system')).toBe(
			'-c "qemu:system": not an address. Write it with two slashes, such as qemu:///system.',
		);
		expect(refusal('qemu:///system#here')).toContain('not an address');
	});
});

describe('a password', () => {
	test('is refused on every scheme, and never repeated in the message', () => {
		for (const text of [
			'qemu+ssh://root:hunter2@host/system',
			'qemu+ssh://root:hunter2@[::1]:22/system',
			'qmp://root:hunter2@host/run/a.sock',
			'xl://root:hunter2@',
			'qemu+ssh://root:hunt/hunter2@host/system',
			'qemu+ssh://root:hunt?hunter2@host/system',
			'nosuch://root:hunter2@host',
			'qemu+ssh://root:@host/system',
			'qemu+ssh://@root:hunter2@host/system',
			'qemu://@:@',
		]) {
			const message = refusal(text);
			expect(message).toContain('must not hold a password');
			expect(message).not.toContain('hunt');
		}
	});

	test('is not what stands in a path', () => {
		expect(path('qmp:///run/a:b@c.sock')).toBe('/run/a:b@c.sock');
		expect(path('/run/a:b@c.sock')).toBe('/run/a:b@c.sock');
		expect(parseAddress('qemu+ssh://root@host/a:b@c').path).toBe('/a:b@c');
	});
});

test('what is no address is refused with one', () => {
	for (const text of ['', ' ', 'web', 'qemu', '1:', '-x', './a.sock', '://', ':', '[::1]', '%:']) {
		expect(refusal(text)).toContain('not an address');
	}
});
