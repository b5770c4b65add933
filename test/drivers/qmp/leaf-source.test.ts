import {describe, expect, test} from 'vitest';
import {guestDisks} from '../../../drivers/qemu/mapping/disks.ts';
import {leafSource} from '../../../drivers/qmp/leaf-source.ts';
import {fixture} from '../qemu/recording.ts';

const {sources, machines} = JSON.parse(fixture('block.json')) as {
	readonly sources: Readonly<Record<string, string>>;
	readonly machines: Readonly<Record<string, ReadonlyArray<readonly [string, string | null, string | null]>>>;
};

describe('what QEMU 7.2 said of a node', () => {
	const unix = 'nbd+unix:///export1?socket=/images/nbd.sock';
	test.each([
		['raw', '/images/a.raw'],
		['raw with an offset', '/images/a.raw'],
		['qcow2 over another backing file', '/images/o.qcow2'],
		['luks', '/images/l.luks'],
		['throttled luks', '/images/l.luks'],
		['nbd over unix', unix],
		['throttled nbd over unix', unix],
		['throttled nbd over TCP', 'nbd://127.0.0.1:20809/export1'],
		['throttled file', '/images/a.raw'],
		['throttled nine times', '/images/a.raw'],
		['throttled sixty times', '/images/a.raw'],
		['throttled a hundred times', undefined],
		['copy-on-read', '/images/a.raw'],
		['blkdebug', '/images/a.raw'],
		['blkdebug with options', '/images/a.raw'],
		['blkverify', '/images/a.raw'],
		['throttled blkverify', '/images/a.raw'],
		['preallocate', '/images/a.raw'],
		['compress', '/images/a.qcow2'],
		['throttled copy-before-write', '/images/a.raw'],
		['snapshot-access', '/images/a.raw'],
		['blklogwrites', '/images/a.raw'],
		['quorum', '/images/a.raw, /images/b.raw'],
		['throttled http', 'http://127.0.0.1:8080/c.raw'],
		['null-co', 'null-co://'],
		['throttled null-aio', 'null-aio://'],
		['vvfat', 'fat:/images/fat'],
		['vvfat that takes writes', 'fat:rw:/images/fat'],
	])('%s is %s', (form, leaf) => {
		expect(sources).toHaveProperty([form]);
		expect(leafSource(sources[form] ?? '')).toBe(leaf);
	});

	test('a filter changes nothing of what QEMU says without it', () => {
		expect(leafSource(sources['throttled nbd over TCP'] ?? '')).toBe(sources['nbd over TCP']);
		expect(leafSource(sources['throttled http'] ?? '')).toBe(sources.http);
	});
});

test.each([
	[{driver: 'rbd', pool: 'p', image: 'i', conf: '/etc/ceph/ceph.conf'}, 'rbd:p/i'],
	[{driver: 'rbd', pool: 'p', namespace: 'n', image: 'i', snapshot: 's'}, 'rbd:p/n/i@s'],
	[
		{driver: 'iscsi', portal: '192.0.2.1:3260', target: 'iqn.x', lun: 2, transport: 'tcp'},
		'iscsi://192.0.2.1:3260/iqn.x/2',
	],
	[{driver: 'nfs', 'server.type': 'inet', 'server.host': 'h', path: '/v/a.img'}, 'nfs://h/v/a.img'],
	[{driver: 'ssh', server: {host: 'h', port: '22'}, path: '/a.img', user: 'u'}, 'ssh://u@h:22/a.img'],
	[{driver: 'https', url: 'https://h/a.img', readahead: 65536}, 'https://h/a.img'],
	[
		{driver: 'gluster', volume: 'v', path: 'd/a.img', server: [{type: 'inet', host: 'h', port: '24007'}]},
		'gluster://h:24007/v/d/a.img',
	],
	[
		{driver: 'gluster', volume: 'v', path: 'a', 'server.0.type': 'unix', 'server.0.path': '/s'},
		'gluster+unix:///v/a?socket=/s',
	],
	[{driver: 'nvme', device: '0000:06:0d.0', namespace: 1}, 'nvme://0000:06:0d.0/1'],
	[{driver: 'host_device', filename: '/dev/vg/a'}, '/dev/vg/a'],
	[{driver: 'virtio-blk-vhost-vdpa', path: '/dev/vhost-vdpa-0'}, '/dev/vhost-vdpa-0'],
	[{driver: 'nbd', 'server.type': 'vsock', 'server.cid': '2', 'server.port': '10809'}, 'nbd+vsock://2:10809'],
	[{driver: 'nbd', server: {type: 'fd', str: 'x'}}, 'nbd'],
	[{driver: 'nbd', host: 'h', port: '1'}, 'nbd://h:1'],
	[{driver: 'made-up', secret: 'x'}, 'made-up'],
	[{driver: 'raw', 'file.driver': 'file', 'file.filename': '/a'}, '/a'],
	[{driver: 'raw', file: {driver: 'file', filename: 'blkdebug:x.conf:/a:b'}}, '/a:b'],
	[{driver: 'raw', file: {driver: 'file', filename: 'json:{"driver":"file","filename":"/in"}'}}, '/in'],
	[{children: []}, undefined],
	[{driver: 7}, '7'],
	[{}, undefined],
])('%j is %s', (node, leaf) => {
	expect(leafSource(`json:${JSON.stringify(node)}`)).toBe(leaf);
	expect(leafSource(`json:${JSON.stringify({driver: 'throttle', file: {driver: 'raw', file: node}})}`)).toBe(
		Object.keys(node).length === 0 ? undefined : leaf,
	);
});

test.each([
	'json:',
	'json:[]',
	'json:7',
	'json:{"driver":',
	`json:${'{"file":'.repeat(400)}`,
	`${'blkdebug::'.repeat(300)}`,
])('%s says nothing, and costs nothing', (name) => {
	expect(leafSource(name) ?? '').not.toContain('json:');
});

test('firmware in flash chips is no disk, on any machine; an SD card and a disk called like one are', () => {
	const disks = Object.entries(machines).map(([argv, entries]) => [
		argv.replaceAll('/images/', ''),
		guestDisks(
			entries.map(([device, qdev, node]) => ({device, qdev: qdev ?? '', node: node ?? '', counters: {}})),
			new Map(),
		).flatMap(({name, reason}) => (reason === undefined ? name : [])),
	]);
	expect(disks).toMatchInlineSnapshot(`
		[
		  [
		    "x86_64 -M pc -drive if=pflash,format=raw,readonly=on,file=pc-flash.img -drive if=pflash,format=raw,readonly=on,file=pc-flash.img",
		    [],
		  ],
		  [
		    "x86_64 -M q35 -pflash pc-flash.img",
		    [],
		  ],
		  [
		    "x86_64 -M q35,pflash0=p0 -nodefaults -drive if=none,id=d,format=raw,file=a.raw -device virtio-blk,drive=d,id=system.flash0 -blockdev driver=raw,node-name=p0,read-only=on,file.driver=file,file.filename=pc-flash.img",
		    [
		      "system.flash0",
		    ],
		  ],
		  [
		    "x86_64 -M microvm -drive if=none,id=d,format=raw,file=a.raw -device virtio-blk-device,drive=d",
		    [
		      "d",
		    ],
		  ],
		  [
		    "x86_64 -snapshot a.raw -cdrom c.raw -drive if=virtio,file=b.raw",
		    [
		      "ide0-hd0",
		      "ide1-cd0",
		      "virtio0",
		    ],
		  ],
		  [
		    "aarch64 -M virt -drive if=pflash,format=raw,readonly=on,file=flash.img -drive if=pflash,format=raw,readonly=on,file=flash.img -hda a.raw",
		    [
		      "virtio0",
		    ],
		  ],
		  [
		    "aarch64 -M virt,pflash0=p0 -nodefaults -drive if=none,id=d,format=raw,file=a.raw -device virtio-blk-device,drive=d,id=v -blockdev driver=raw,node-name=p0,read-only=on,file.driver=file,file.filename=flash.img",
		    [
		      "v",
		    ],
		  ],
		  [
		    "aarch64 -M sbsa-ref -pflash sbsa-flash.img",
		    [],
		  ],
		  [
		    "aarch64 -M vexpress-a15 -pflash flash.img -sd a.raw",
		    [
		      "sd0",
		    ],
		  ],
		  [
		    "aarch64 -M raspi3b -sd flash.img",
		    [
		      "sd0",
		    ],
		  ],
		]
	`);
});
