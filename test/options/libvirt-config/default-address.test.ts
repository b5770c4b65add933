import {chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {askedAddress} from '../../../source/options/libvirt-config/asked-address.ts';
import {defaultAddress} from '../../../source/options/libvirt-config/default-address.ts';
import {readLibvirtConfig} from '../../../source/options/libvirt-config/read-libvirt-config.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../../helpers/trusted-folder.ts';

/** Root's own file stands in /etc: whoever runs the tests, another user's is looked at. */
const user = thisUser === 0 ? 1 : thisUser;
let home = '';

beforeEach(() => {
	home = makeTrustedFolder();
	mkdirSync(join(home, 'libvirt'));
});

afterEach(() => rmSync(home, {recursive: true}));

const file = (): string => join(home, 'libvirt', 'libvirt.conf');
const write = (text: string): void => writeFileSync(file(), text);
const config = () => readLibvirtConfig({XDG_CONFIG_HOME: home}, user);
const find = async (variables: Record<string, string> = {}) => {
	const {preset, trouble} = defaultAddress(variables, await config());
	return {uri: preset?.address.uri, origin: preset?.origin, trouble};
};

const hail = 'uri_aliases = [\n "hail=qemu+ssh://root@hail/system",\n "it=qemu:///system",\n]\n';

describe.skipIf(noTrustReason !== undefined)('the default address', () => {
	test('is that of virsh’s variable, of libvirt’s, of the file, in this order', async () => {
		write('uri_default = "qemu:///file"');
		const libvirt = {LIBVIRT_DEFAULT_URI: 'qemu:///libvirt'};
		expect(await find({...libvirt, VIRSH_DEFAULT_CONNECT_URI: 'qemu:///virsh'})).toEqual({
			uri: 'qemu:///virsh',
			origin: 'VIRSH_DEFAULT_CONNECT_URI',
		});
		expect(await find({...libvirt, VIRSH_DEFAULT_CONNECT_URI: ''})).toMatchObject({uri: 'qemu:///libvirt'});
		expect(await find({LIBVIRT_DEFAULT_URI: ''})).toEqual({
			uri: 'qemu:///file',
			origin: `uri_default of ${file()}`,
		});
	});

	test('is none where nothing says so', async () => {
		expect(await find()).toEqual({});
		write('# uri_default = "qemu:///system"\nuri_default = ""\n');
		expect(await find()).toEqual({});
	});

	test('may be an alias, once, and what Xen was called', async () => {
		write(`${hail}uri_default = "hail"`);
		expect(await find()).toMatchObject({uri: 'qemu+ssh://root@hail/system'});
		expect(await find({LIBVIRT_DEFAULT_URI: 'it'})).toMatchObject({uri: 'qemu:///system'});
		expect(await find({LIBVIRT_DEFAULT_URI: 'xen'})).toMatchObject({uri: 'xen:///system'});
		write('uri_aliases = ["a=b", "b=qemu:///system"]\nuri_default="a"');
		expect((await find()).trouble).toMatch(/^uri_default of .* is not used: "b": not an address\./);
	});

	test.each([
		['qemu+ssh://h/system?command=/tmp/evil', /is not used: command= names a program to run/],
		['qemu+ssh://h/system?NetCat=/tmp/evil', /is not used: netcat= names a program to run/],
		['qemu:///system?name=qemu%2Bssh://h/system%3Fcommand=x', /is not used: parameters within name=/],
		['qemu+ssh://u:secret@h/system', /is not used: qemu\+ssh:\/\/u:…: an address must not hold a password/],
		['gibberish here', /is not used: "gibberish here": not an address/],
		['test:///default', /is not used: it names the test driver that virsh has in itself/],
	])('in a variable or a file, %s is not asked, and one sentence says why', async (uri, words) => {
		const ofVariable = await find({LIBVIRT_DEFAULT_URI: uri});
		write(`uri_default="${uri}"`);
		for (const found of [ofVariable, await find()]) {
			expect(found).toMatchObject({uri: undefined, trouble: expect.stringMatching(words)});
			expect(found.trouble).not.toContain('secret');
		}
	});

	test.each([
		['uri_default = 5', 'expected a text for uri_default'],
		['uri_aliases = "a=b"', 'expected a list of texts for uri_aliases'],
		['uri_aliases = [1]', 'expected a list of texts for uri_aliases'],
		['uri_aliases = ["a b=c"]', '"a b=c" of uri_aliases is not alias=uri'],
		['\nuri_default = x', 'line 2: expecting a value'],
	])(
		'a file with %j is not used, one sentence says why, and a variable counts all the same',
		async (text, why) => {
			write(text);
			expect(await find()).toEqual({trouble: `${file()} is not used: ${why}.`});
			expect(await find({LIBVIRT_DEFAULT_URI: 'qemu:///system'})).toMatchObject({uri: 'qemu:///system'});
		},
	);

	test('a file that others could have written is not used, nor is a folder or a pipe', async () => {
		write('uri_default = "qemu:///system"');
		chmodSync(file(), 0o666);
		expect((await find()).trouble).toMatch(
			/libvirt\.conf is not used: .*libvirt\.conf is writable by everybody\.$/,
		);
		rmSync(file());
		mkdirSync(file());
		expect((await find()).trouble).toMatch(/is not used: it is no plain file\.$/);
		rmSync(file(), {recursive: true});
		symlinkSync('libvirt.conf', file());
		expect((await find()).trouble).toMatch(/is not used: ELOOP/);
	});

	test('root’s is that of the system, whatever the environment says', async () => {
		expect((await readLibvirtConfig({XDG_CONFIG_HOME: home, HOME: home}, 0)).path).toBe(
			'/etc/libvirt/libvirt.conf',
		);
	});
});

describe.skipIf(noTrustReason !== undefined)('an address that is given', () => {
	const onCommandLine = {origin: '--connect', onCommandLine: true} as const;
	const inFile = {origin: '"connect" in /c.json'} as const;

	test('may be an alias, on the command line and in the config file', async () => {
		write(hail);
		for (const written of [onCommandLine, inFile]) {
			expect(askedAddress('hail', written, await config()).uri).toBe('qemu+ssh://root@hail/system');
			expect(askedAddress('qmp:', written, await config()).uri).toBe('qmp:');
		}
	});

	test('of an alias names no program, though the command line may', async () => {
		write('uri_aliases = ["x=qemu+ssh://h/system?command=/tmp/evil"]');
		const libvirt = await config();
		expect(() => askedAddress('x', onCommandLine, libvirt)).toThrow(
			`x in ${file()}: command= names a program to run, which counts only on the command line.`,
		);
		const own = 'qemu+ssh://h/system?command=/tmp/mine';
		expect(askedAddress(own, onCommandLine, libvirt).uri).toBe(own);
		expect(() => askedAddress(own, inFile, libvirt)).toThrow('names a program to run');
	});

	test('that is none says so, and why the aliases are not known', async () => {
		write('uri_aliases = [');
		const libvirt = await config();
		expect(() => askedAddress('hail', onCommandLine, libvirt)).toThrow(
			/not an address.*libvirt\.conf is not used/,
		);
		expect(() => askedAddress('a b', onCommandLine, libvirt)).not.toThrow('is not used');
	});
});
