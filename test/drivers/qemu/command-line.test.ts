import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseCommandLine} from '../../../drivers/qemu/command-line.ts';
import {parseConfigText} from '../../../drivers/qemu/config-text.ts';
import {readConfiguration} from '../../../drivers/qemu/configuration.ts';
import {findConfiguredNics, hasDefaultNetwork} from '../../../drivers/qemu/configured-nics.ts';
import {readGuestIdentity} from '../../../drivers/qemu/guest-identity.ts';
import {findMonitorSockets} from '../../../drivers/qemu/monitor-sockets.ts';
import {parseOptionText} from '../../../drivers/qemu/option-text.ts';
import {configuredGuests} from './configured-guests.ts';

const of = (...argv: readonly string[]) =>
	readConfiguration(parseCommandLine(['qemu-system-x86_64', ...argv]));
const identity = (...argv: readonly string[]) => readGuestIdentity(of(...argv));

describe('option text', () => {
	test('any values written with doubled commas are read back', () => {
		const key = fc.stringMatching(/^[a-m][a-z-]*$/);
		const value = fc.string();
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.tuple(key, value), {selector: ([name]) => name, minLength: 1}),
				(pairs) => {
					const text = pairs.map(([name, content]) => `${name}=${content.replaceAll(',', ',,')}`).join(',');
					expect([...parseOptionText(text, 'implied')]).toEqual(pairs);
				},
			),
		);
	});

	test('takes an implied key, short switches and JSON', () => {
		expect(Object.fromEntries(parseOptionText('unix,server,nowait,path=/a,,b', 'type'))).toEqual({
			type: 'unix',
			server: 'on',
			wait: 'off',
			path: '/a,b',
		});
		expect(Object.fromEntries(parseOptionText('{"a":{"b":1,"c":[true]},"d":null}', 'type', true))).toEqual({
			'a.b': '1',
			'a.c.0': 'on',
		});
		expect(parseOptionText('{"a":', 'type', true).size).toBe(0);
		expect(parseOptionText('{"a":1}', 'type').get('type')).toBe('{"a":1}');
	});
});

describe('identity', () => {
	test.each([
		[['-name', 'plain'], 'plain'],
		[['-name', 'guest=a,,b,debug-threads=on'], 'a,b'],
		[['-name', 'first,process=x', '-name', 'guest=second'], 'second'],
		[['--name', 'two dashes'], 'two dashes'],
		[['-name', 'guest=\u001B[2Jx'], '\uFFFD[2Jx'],
		[['-name', '{"guest":"json"}'], '{"guest":"json"}'],
		[['-name', 'a', '-name', 'debug-threads=on'], 'a'],
		[['-name', 'guest=a,guest=b'], 'b'],
		[['-append', '-name', '-m', '64'], undefined],
		[['-name', ''], undefined],
		[['-m', '64'], undefined],
	])('%j is called %s', (argv, name) => {
		expect(identity(...argv).name).toBe(name);
	});

	test('a zero, a broken and no uuid are none; that of the SMBIOS table counts', () => {
		const uuid = '976246db-fc92-50ea-acec-e61171433db1';
		expect(identity('-uuid', uuid.toUpperCase()).uuid).toBe(uuid);
		expect(identity('-uuid', '00000000-0000-0000-0000-000000000000').uuid).toBeUndefined();
		expect(identity('-uuid', 'nonsense').uuid).toBeUndefined();
		expect(identity().uuid).toBeUndefined();
		expect(identity('-smbios', `type=1,manufacturer=a,uuid=${uuid}`).uuid).toBe(uuid);
		expect(identity('-smbios', `type=2,uuid=${uuid}`).uuid).toBeUndefined();
	});

	test.each([
		['much', undefined],
		['-1', undefined],
		['64MB', undefined],
		[`${'9'.repeat(400)}M`, undefined],
		['0x40', 65_536],
		['.5g', 524_288],
	])('-m %s is %s KiB', (text, kibibytes) => {
		expect(identity('-m', text).memoryKiB).toBe(kibibytes);
	});

	test.each([
		['none', undefined],
		['9'.repeat(30), undefined],
		['2.5', undefined],
		['09', undefined],
		['2,cores=x', 2],
		['cores=x', undefined],
	])('-smp %s is %s processors', (text, count) => {
		expect(identity('-smp', text).vcpuCount).toBe(count);
	});

	test('what another emulator has where nothing is said is not known', () => {
		const of_ = (program: string, ...argv: readonly string[]) =>
			readGuestIdentity(readConfiguration(parseCommandLine([program, ...argv])));
		expect(of_('/usr/bin/kvm')).toMatchObject({memoryKiB: 131_072, vcpuCount: 1});
		expect(of_('/usr/bin/qemu-system-riscv64', '-M', 'virt').memoryKiB).toBeUndefined();
		expect(of_('/usr/bin/qemu-system-aarch64').vcpuCount).toBeUndefined();
		expect(of_('/usr/bin/qemu-system-x86_64', '-M', 'x-remote').memoryKiB).toBeUndefined();
	});
});

test.each(configuredGuests)('$argv with $config has what QEMU says', (guest) => {
	const {argv, config = '', architecture = 'x86_64'} = guest;
	const file = parseConfigText(config);
	expect(file).toBeDefined();
	const configuration = readConfiguration(parseCommandLine([`/bin/qemu-system-${architecture}`, ...argv]), [
		file ?? [],
	]);
	const {memoryKiB, vcpuCount, name} = readGuestIdentity(configuration);
	expect({
		...('memoryKiB' in guest && {memoryKiB}),
		...('vcpuCount' in guest && {vcpuCount}),
		...('name' in guest && {name}),
		...('macs' in guest && {macs: findConfiguredNics(configuration).map(({mac}) => mac)}),
	}).toEqual(
		Object.fromEntries(
			Object.entries(guest).filter(([key]) => !['argv', 'config', 'architecture'].includes(key)),
		),
	);
});

describe('configuration files', () => {
	const of_ = (text: string) => parseConfigText(text)?.map(({group, options}) => [group, ...options]);

	test('sections with and without an id, comments, and what follows a value', () => {
		expect(
			of_('# c\n\n[device "a"] x\n  driver = "b" c\n\tpath = "/a,b=\\"\n e = ""\n[mon]\nmode = "control"'),
		).toEqual([
			['device', ['id', 'a'], ['driver', 'b'], ['path', '/a,b=\\'], ['e', '']],
			['mon', ['mode', 'control']],
		]);
		expect(of_('')).toEqual([]);
	});

	test.each([
		' [memory]\n',
		'size = "1"\n',
		'[memory]\n \n',
		'[memory]\nsize = 1\n',
		'\uFEFF[memory]\n',
		'\0',
	])('%j is none that QEMU would have taken', (text) => {
		expect(of_(text)).toBeUndefined();
	});

	test('a later option of the command line wins, -set changes what stands before it, and a second file follows', () => {
		const of_ = (argv: readonly string[], ...files: readonly string[]) =>
			readConfiguration(
				parseCommandLine(['qemu-system-x86_64', ...argv]),
				files.map((text) => parseConfigText(text) ?? []),
			);
		const chardev = '[chardev "m"]\nbackend = "socket"\npath = "/a.sock"\nserver = "on"\nwait = "off"\n';
		const place = {folder: '/', pathOf: () => undefined};
		const {sockets} = findMonitorSockets(
			of_(
				[
					'-readconfig',
					'a',
					'-set',
					'chardev.m.path=/b.sock',
					'-readconfig',
					'b',
					'-set',
					'chardev.x.path=/c',
				],
				chardev,
				'[mon "any"]\nchardev = "m"\nmode = "control"\n',
			),
			place,
		);
		expect(sockets).toEqual([{path: '/b.sock', bound: '/b.sock', waits: false}]);
		const early = of_(
			['-set', 'chardev.m.path=/b.sock', '-readconfig', 'a', '-mon', 'm,mode=control'],
			chardev,
		);
		expect(findMonitorSockets(early, place).sockets[0]?.path).toBe('/a.sock');
	});

	test('groups of the command line alone stand in no file', () => {
		const {all} = readConfiguration(parseCommandLine(['q', '-readconfig', 'a', '-memory', 'size=1G']), [
			parseConfigText('[m]\nsize = "1G"\n[smp]\ncpus = "2"\n') ?? [],
		]);
		expect([...all('memory'), ...all('machine')]).toEqual([]);
	});
});

describe('monitors', () => {
	const find = (...argv: readonly string[]) =>
		findMonitorSockets(of(...argv), {
			folder: '/home/a b',
			pathOf: (descriptor) => (descriptor === 9 ? '/run/handed.sock' : undefined),
		});

	test.each([
		[['-qmp', 'unix:/run/a.sock,server=on,wait=off'], '/run/a.sock'],
		[['-qmp', 'unix:/run/a,,b %.sock,server,nowait'], '/run/a,b %.sock'],
		[['-qmp', 'unix:rel.sock,server=on'], '/home/a b/rel.sock'],
		[['-qmp-pretty', 'unix:/run/p.sock,server=on'], '/run/p.sock'],
		[['-chardev', 'socket,id=m,path=/run/m.sock,server=on', '-mon', 'chardev=m,mode=control'], '/run/m.sock'],
		[
			['-chardev', 'socket,id=m,path=/run/m.sock,server=on', '-mon', 'm,mode=control,pretty=on'],
			'/run/m.sock',
		],
		[['-chardev', 'socket,id=m,path=/run/m.sock,server=on', '-qmp', 'chardev:m'], '/run/m.sock'],
		[
			[
				'-chardev',
				'{"id":"m","backend":{"type":"socket","data":{"addr":{"type":"unix","data":{"path":"/run/j.sock"}}}}}',
				'-mon',
				'{"chardev":"m","mode":"control"}',
			],
			'/run/j.sock',
		],
		[['-chardev', 'socket,id=m,path=/o.sock,server=on', '-object', 'monitor-qmp,id=q,chardev=m'], '/o.sock'],
		[['-chardev', 'socket,id=m,fd=9,server=on', '-mon', 'm,mode=control'], '/run/handed.sock'],
	])('%j listens on %s', (argv, path) => {
		expect(find(...argv).sockets.map((socket) => socket.path)).toEqual([path]);
	});

	test.each([
		[[], 'no QMP socket'],
		[['-qmp', 'stdio'], 'no QMP socket'],
		[['-qmp', 'none'], 'no QMP socket'],
		[['-monitor', 'unix:/run/hmp.sock,server=on'], 'no QMP socket'],
		[['-chardev', 'socket,id=m,path=/run/hmp.sock,server=on', '-mon', 'chardev=m'], 'no QMP socket'],
		[['-qmp', 'unix:/run/client.sock'], 'no QMP socket'],
		[
			['-chardev', 'socket,id=e,path=/run/qmeventd.sock,reconnect=5', '-mon', 'e,mode=control'],
			'no QMP socket',
		],
		[['-append', '-qmp unix:/run/no.sock,server=on'], 'no QMP socket'],
		[['-append', '-qmp', 'unix:/run/no.sock,server=on'], 'no QMP socket'],
		[['-qmp', 'tcp:localhost:4444,server=on'], 'QMP is on TCP, not on a socket file'],
		[['-qmp', 'unix:name,abstract=on,server=on'], 'QMP is on an abstract socket, not on a socket file'],
		[
			['-chardev', 'socket,id=m,fd=3,server=on', '-mon', 'm,mode=control'],
			'QMP socket was handed over without its path',
		],
		[
			[
				'-chardev',
				'socket,id=charmonitor,fd=22,server=on,wait=off',
				'-mon',
				'chardev=charmonitor,id=monitor,mode=control',
			],
			'monitor belongs to libvirt',
		],
		[
			[
				'-chardev',
				'socket,id=m,path=/var/lib/libvirt/qemu/domain-1-a/monitor.sock,server=on',
				'-mon',
				'm,mode=control',
			],
			'monitor belongs to libvirt',
		],
		[['-qmp', 'unix:/home/a/.config/libvirt/qemu/lib/x.monitor,server=on'], 'monitor belongs to libvirt'],
	])('%j: %s', (argv, reason) => {
		expect(find(...argv)).toMatchObject({sockets: [], reason});
	});

	test('a socket beside that of libvirt is taken', () => {
		const {sockets, ofLibvirt} = find(
			'-chardev',
			'socket,id=charmonitor,fd=22',
			'-mon',
			'chardev=charmonitor,mode=control',
			'-qmp',
			'unix:/run/own.sock,server=on',
		);
		expect(sockets.map(({path}) => path)).toEqual(['/run/own.sock']);
		expect(ofLibvirt).toEqual([22]);
	});

	test('a relative path in a folder that may not be read is denied', () => {
		expect(
			findMonitorSockets(of('-qmp', 'unix:a.sock,server=on'), {
				folder: undefined,
				pathOf: () => undefined,
			}),
		).toMatchObject({sockets: [], reason: 'permission denied'});
	});
});

describe('networks', () => {
	const find = (...argv: readonly string[]) => findConfiguredNics(of(...argv));

	test('-netdev with its -device, plain and as JSON', () => {
		expect(
			find(
				'-netdev',
				'tap,id=n0,ifname=tap7,script=no',
				'-device',
				'virtio-net-pci,netdev=n0,id=net0,mac=52:54:00:AA:BB:01',
				'-netdev',
				'{"type":"tap","fds":"28:30","id":"hostnet1"}',
				'-device',
				'{"driver":"virtio-net-pci","netdev":"hostnet1","id":"net1","mac":"52:54:00:11:22:33"}',
				'-netdev',
				'user,id=n2',
			),
		).toEqual([
			{
				name: 'net0',
				type: 'tap',
				device: 'net0',
				network: 'n0',
				model: 'virtio-net-pci',
				mac: '52:54:00:aa:bb:01',
				interfaceName: 'tap7',
				descriptors: [],
			},
			{
				name: 'net1',
				type: 'tap',
				device: 'net1',
				network: 'hostnet1',
				model: 'virtio-net-pci',
				mac: '52:54:00:11:22:33',
				descriptors: [28, 30],
			},
			{name: 'n2', type: 'user', network: 'n2', descriptors: []},
		]);
	});

	test('-nic and the old -net', () => {
		expect(find('-nic', 'user,model=e1000,mac=52:54:00:00:00:01', '-nic', 'none')).toMatchObject([
			{name: 'nic0', type: 'user', mac: '52:54:00:00:00:01'},
		]);
		expect(
			find('-net', 'nic,model=virtio,macaddr=52:54:00:00:00:02', '-net', 'tap,ifname=tap0'),
		).toMatchObject([{name: 'net0', type: 'tap', mac: '52:54:00:00:00:02', interfaceName: 'tap0'}]);
	});

	test('the default network is there unless one is named or none is wanted', () => {
		expect(hasDefaultNetwork(of('-m', '64'))).toBe(true);
		for (const argv of [['-nodefaults'], ['-nic', 'none'], ['-net', 'none'], ['-netdev', 'user,id=a']]) {
			expect(hasDefaultNetwork(of(...argv))).toBe(false);
		}
	});
});
