import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {libvirtSchemes} from '../../../../drivers/libvirt/driver.ts';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';

type Named = {readonly uri: string; readonly name: string};

const named: readonly Named[] = JSON.parse(
	readFileSync(new URL('../../../fixtures/libvirt/transport/opened-names.json', import.meta.url), 'utf8'),
);

const target = (uri: string) => readTarget(parseAddress(uri));

const refusal = (uri: string): string => {
	try {
		target(uri);
	} catch (error) {
		if (error instanceof DriverError) {
			return `${error.message} ${error.advice}`;
		}

		throw error;
	}

	throw new Error(`${uri} should have been refused.`);
};

test('schemes are known hypervisors alone and with a transport; test alone is not libvirt’s', () => {
	expect(libvirtSchemes).toEqual(
		expect.arrayContaining(['qemu', 'qemu+unix', 'qemu+ssh', 'xen+ssh', 'vz', 'lxc', 'ch', 'parallels']),
	);
	expect(libvirtSchemes.filter((scheme) => scheme.startsWith('test'))).toEqual(['test+unix', 'test+ssh']);
	expect(new Set(libvirtSchemes).size).toBe(libvirtSchemes.length);
});

describe('the name that the daemon is told', () => {
	test.each(named)('is virsh’s: $uri', ({uri, name}) => {
		expect(target(uri).name).toBe(name);
	});

	test('has spaces, % and letters of any language as they are in a file’s name', () => {
		expect(target('test+unix:///a b%zz ü.xml').name).toBe('test:///a%20b%25zz%20%C3%BC.xml');
		expect(target('qemu:///system?a%20b=1').name).toBe('qemu:///system?a%20b=1');
	});
});

test('a URI of this machine is a unix socket', () => {
	expect(target('qemu:///system')).toEqual({
		uri: 'qemu:///system',
		driver: 'qemu',
		transport: 'unix',
		name: 'qemu:///system',
		path: '/system',
		mode: 'auto',
		noTty: false,
		noVerify: false,
	});
	expect(target('xen+unix:///system?SOCKET=/run/a%20b&Mode=direct')).toMatchObject({
		driver: 'xen',
		transport: 'unix',
		socket: '/run/a b',
		mode: 'direct',
		name: 'xen:///system',
	});
});

test('a URI of another machine is ssh, with all that is for it', () => {
	const uri =
		'qemu+ssh://root@host:2222/system?proxy=netcat&netcat=/opt/n%20c&keyfile=/k&command=/bin/s&NO_TTY=1&no_verify=1&a=b';
	expect(target(uri)).toEqual({
		uri,
		driver: 'qemu',
		transport: 'ssh',
		host: 'host',
		user: 'root',
		port: 2222,
		path: '/system',
		name: 'qemu:///system?a=b',
		mode: 'auto',
		proxy: 'netcat',
		netcat: '/opt/n c',
		keyfile: '/k',
		command: '/bin/s',
		noTty: true,
		noVerify: true,
	});
});

describe('what leads nowhere is refused with advice', () => {
	test.each([
		[
			'qemu://host/system',
			'qemu://host/system asks libvirt for TLS, which domtop does not speak. Write qemu+ssh://host/system to go over SSH.',
		],
		[
			'xen+unix://u@[::1]:7/system',
			'xen+unix://u@[::1]:7/system names a host, but a unix socket is on this machine. Write xen+ssh://u@[::1]/system to go over SSH.',
		],
		[
			'qemu+ssh:///system',
			'qemu+ssh:///system names no host. Write qemu+ssh://host/system, or qemu:///system for this machine.',
		],
		[
			'test+ssh:///default',
			'test+ssh:///default names no host. Write test+ssh://host/default, or test+unix:///default for this machine.',
		],
		['qemu:', 'qemu: has no path. Write qemu:///system.'],
		['qemu://', 'qemu:// has no path. Write qemu:///system.'],
		['qemu:///?mode=auto', 'qemu:///?mode=auto has no path. Write qemu:///system?mode=auto.'],
		['qemu+ssh://u@h:7', 'qemu+ssh://u@h:7 has no path. Write qemu+ssh://u@h:7/system.'],
		['xen://', 'xen:// has no path. Write xen:///system.'],
		['test+unix:///', 'test+unix:/// has no path. Write test+unix:///default.'],
		['vbox:///', 'vbox:/// has no path. Write vbox:///session.'],
		[
			'qemu:///system?mode=bogus',
			'qemu:///system?mode=bogus: libvirt knows no mode=bogus. Write one of mode=auto, mode=direct, mode=legacy, or leave it out.',
		],
		[
			'qemu+ssh://h/system?mode=direct',
			'qemu+ssh://h/system?mode=direct: libvirt takes no mode=direct over SSH. Leave it out: virt-ssh-helper chooses the socket there.',
		],
		[
			'qemu:///system?socket=run/x',
			'qemu:///system?socket=run/x: socket= is no absolute path. Write socket=/run/x.',
		],
		[
			'qemu+ssh://h/system?netcat=',
			'qemu+ssh://h/system?netcat=: netcat= has no value. Give it one, or leave netcat= out.',
		],
	])('%s', (uri, message) => {
		expect(refusal(uri)).toBe(message);
	});

	test.each(['lxc://', 'lxc:///', 'xen:///', 'qemu:///?name=test:///default'])('but not %s', (uri) => {
		expect(target(uri).transport).toBe('unix');
	});

	test.each([
		'qemu+ssh://-oProxyCommand=id/system',
		'qemu+ssh://-oP%40u@h/system',
		'qemu+ssh://h%24(id)/system',
		'qemu+ssh://h%20x/system',
		'qemu+ssh://h%60id%60/system',
		"qemu+ssh://h'x/system",
		'qemu+ssh://h;id/system',
		'qemu+ssh://h%0Aid/system',
		'qemu+ssh://h%5Cx/system',
		'qemu+ssh://u%0Aid@h/system',
		'qemu+ssh://u%20-oX@h/system',
		'qemu+ssh://u%7Cid@h/system',
		'qemu+ssh://h/system?netcat=a%0Ab',
		'qemu+ssh://h/system?keyfile=a%1Bb',
		'qemu+ssh://h/system?command=a%0Ab',
		'qemu+ssh://h/system?socket=/a%0Ab',
		'qemu+ssh://h/system?name=a%0Ab',
		'qemu+ssh://h/system?name=--version',
	])('no command of ssh or a shell comes out of %s', (uri) => {
		expect(refusal(uri)).toMatch(
			/cannot be a (?:host|user) of ssh|holds control characters|would be an option/,
		);
	});

	test('an account of a Windows domain is a user', () => {
		expect(target('qemu+ssh://DOM%5Cjo.d-e@h/system').user).toBe('DOM\\jo.d-e');
	});
});
