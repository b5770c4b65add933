import {describe, expect, test} from 'vitest';
import {parseAddress} from '../../source/driver/address.ts';
import {addressInFile} from '../../source/options/address-in-file.ts';
import {writtenOptions} from '../../source/options/command-line.ts';
import {parseOptions} from '../../source/options/options.ts';

const origin = '"connect" in /etc/x.json';

describe('an address in a file', () => {
	test('may hold all that names no program', () => {
		for (const uri of [
			'qmp:///run/guest.sock',
			'/run/command=x',
			'qemu:///system',
			'qemu+ssh://her@host:2222/system?keyfile=/home/her/.ssh/id&socket=/run/x&no_verify=1&no_tty=1',
			'qemu+ssh://host/system?proxy=native&mode=auto&name=qemu:///system',
			'qemu+ssh://command/netcat?commands=x',
		]) {
			expect(addressInFile(uri, origin)).toEqual(parseAddress(uri));
		}
	});

	test('an invalid address is named by its file', () => {
		for (const [text, reason] of [
			['nonsense', '"nonsense": not an address. Write a scheme and a path, such as qmp:'],
			['-c qmp:', '"-c qmp:": not an address.'],
			['qmp://host/x', 'qmp://host/x: qmp: is always this machine, so it takes no host.'],
			['qemu+ssh://me:secret@host/system', 'qemu+ssh://me:…: an address must not hold a password.'],
			['qemu+ssh://host:x/system', 'qemu+ssh://host:x/system: cannot make out host and port.'],
		] as const) {
			expect(() => addressInFile(text, origin)).toThrow(`${origin}: ${reason}`);
			expect(() => parseAddress(text)).toThrow(`-c ${reason}`);
		}
	});

	test('names no program, however it is written', () => {
		for (const query of [
			'command=/tmp/evil.sh',
			'COMMAND=/tmp/evil.sh',
			'no_tty=1&Command=x',
			'%63ommand=x',
			'command',
			'command=x&command=',
		]) {
			expect(() => addressInFile(`qemu+ssh://host/system?${query}`, origin)).toThrow(
				`${origin}: command= names a program to run, which counts only on the command line. Take it out, or give the address with -c.`,
			);
		}

		for (const scheme of ['qemu', 'qemu+unix', 'xen+ssh', 'test+ssh', 'later+ssh']) {
			expect(() => addressInFile(`${scheme}://h/system?NetCat=/tmp/nc`, origin)).toThrow(
				`${origin}: netcat= names a program to run`,
			);
		}
	});

	test('nor hands a daemon an address that does', () => {
		const nested = encodeURIComponent('qemu+ssh://host/system?command=/tmp/evil.sh');
		for (const name of [nested, 'qemu:///system?x=1']) {
			expect(() => addressInFile(`qemu:///system?name=${name}`, origin)).toThrow(
				`${origin}: parameters within name= may name a program to run, which counts only on the command line.`,
			);
		}
	});
});

describe('of an option', () => {
	const uri = 'qemu+ssh://host/system?command=/bin/ssh2';

	test('an address on the command line may name a program', () => {
		for (const argv of [['-c', uri], [`--connect=${uri}`]]) {
			const {written, input} = writtenOptions(argv);
			expect(parseOptions(written, input).connect).toEqual([parseAddress(uri)]);
		}
	});

	test('one from anywhere else may not', () => {
		const written = new Map([['connect', {origin, values: ['qmp:', uri]}]]);
		expect(() => parseOptions(written, [])).toThrow(`${origin}: command= names a program`);
	});
});
