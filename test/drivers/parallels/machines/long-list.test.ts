import {expect, test} from 'vitest';
import {parseLongList} from '../../../../drivers/parallels/machines/long-list.ts';
import {domainLimit} from '../../../../source/model/domain-bounds.ts';
import {printedFor} from '../captured.ts';

const captured = printedFor('list -i -j web1');
const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';

const detailsOf = (hardware: unknown, more: object = {}) =>
	parseLongList(JSON.stringify([{ID: uuid, Type: 'VM', ...more, Hardware: hardware}]))?.[0]?.details;

test('the captured machine', () => {
	expect(parseLongList(captured)).toEqual([
		{
			uuid,
			name: 'web1',
			kind: 'vm',
			status: 'running',
			details: {
				memoryKiB: 4_194_304,
				cpus: 2,
				disks: [
					{name: 'hdd0', counter: 'devices.scsi0', source: '/vz/vmprivate/web1/harddisk0.hdd'},
					{name: 'hdd1', counter: 'devices.scsi1', source: '/vz/vmprivate/web1/harddisk1.hdd'},
				],
				nics: [{index: 0, name: 'vme001c42aabbcc', mac: '00:1c:42:aa:bb:cc'}],
			},
		},
	]);
});

test('a description that breaks the JSON hides nothing, as it comes from versions that escape nothing', () => {
	for (const description of [
		'a "b" \\',
		'one\n\t\ttwo", {\n}\n',
		'\u0007\u001b[2J',
		'\\x',
		'"Name": "other",',
	]) {
		const text = captured.replace('"Description": ""', () => `"Description": "${description}"`);
		expect(parseLongList(text)).toEqual(parseLongList(captured));
	}
});

test('an entry beyond help keeps its name', () => {
	const text = captured.replace(
		'"Description": ""',
		() => '"Description": "\n\t\t}\n\t\t"Name": "other",\n"',
	);
	expect(parseLongList(text)).toMatchObject([{uuid, name: 'web1', kind: 'vm', status: 'running'}]);
});

test('one entry that cannot be read does not hide the others', () => {
	const text = captured.replace(/\n\]\n$/, ',\n\t{\n\t\t"ID: {{,\n\t}\n]\n');
	expect(() => JSON.parse(text)).toThrow();
	expect(parseLongList(text)).toEqual(parseLongList(captured));
});

test('disks by bus and position, in the order of their numbers; a CD is none', () => {
	const disk = (port?: unknown) => ({enabled: true, port, image: `/${String(port)}`});
	const hardware = {
		hdd10: disk('scsi:3'),
		cdrom0: disk('ide:0'),
		hdd0: disk('ide:1'),
		hdd1: disk('sata:5'),
		hdd2: {port: 'virtio:0', real: '/dev/sdb'},
		hdd3: disk('floppy:0'),
		hdd4: {},
		hdd5: 'odd',
		'hdd6 ': disk('scsi:0'),
	};
	expect(detailsOf(hardware)?.disks).toEqual([
		{name: 'hdd0', counter: 'devices.ide1', source: '/ide:1'},
		{name: 'hdd1', counter: 'devices.sata5', source: '/sata:5'},
		{name: 'hdd2', counter: 'devices.virtio0', source: '/dev/sdb'},
		{name: 'hdd3', counter: 'devices.hdd3', source: '/floppy:0'},
		{name: 'hdd4', counter: 'devices.hdd4'},
		{name: 'hdd10', counter: 'devices.scsi3', source: '/scsi:3'},
	]);
});

test('a container: its disks by their names, and its venet', () => {
	const hardware = {
		cpu: {cpus: 'unlimited'},
		memory: {size: '512Mb'},
		hdd0: {port: 'scsi:0', image: '/root.hdd'},
		venet0: {enabled: true, type: 'routed'},
		net1: {dev: 'veth42', mac: '001C42AABBDD'},
	};
	expect(detailsOf(hardware, {Type: 'CT', Uptime: '77'})).toEqual({
		memoryKiB: 524_288,
		uptime: 77,
		disks: [{name: 'hdd0', counter: 'devices.hdd0', source: '/root.hdd'}],
		nics: [
			{index: 1, name: 'veth42', mac: '00:1c:42:aa:bb:dd'},
			{index: 4_294_967_295, name: 'venet0'},
		],
	});
});

test.each([
	['4096Mb', 4_194_304],
	['2Gb', 2_097_152],
	['1024Kb', 1024],
	['1 Tb', 1_073_741_824],
	['7', 7168],
	[8, 8192],
	['unlimited', undefined],
	['-1Mb', undefined],
	[null, undefined],
	['9'.repeat(30), undefined],
])('memory of %j', (size, memoryKiB) => {
	expect(detailsOf({memory: {size}})?.memoryKiB).toBe(memoryKiB);
});

test.each([
	['0', undefined],
	['', undefined],
	['00:01', undefined],
	['3600', 3600],
	[3600, 3600],
])('uptime of %j', (Uptime, uptime) => {
	expect(detailsOf({}, {Uptime})?.uptime).toBe(uptime);
});

test.each([
	['001C42AABBCC', '00:1c:42:aa:bb:cc'],
	['00:1c:42:aa:bb:cc', '00:1c:42:aa:bb:cc'],
	['00', undefined],
	[undefined, undefined],
])('MAC of %j', (mac, shown) => {
	expect(detailsOf({net0: {mac}})?.nics).toEqual([
		shown === undefined ? {index: 0, name: 'net0'} : {index: 0, name: 'net0', mac: shown},
	]);
});

test.each([undefined, null, [], 'x', {cpu: 1, memory: [], hdd0: null, net0: 'x'}])(
	'hardware of %j',
	(hardware) => {
		expect(detailsOf(hardware)).toEqual({disks: [], nics: []});
	},
);

test('what comes from outside is cleaned', () => {
	const details = detailsOf({hdd0: {image: '/a\u001b[2J'}, net0: {dev: 'v\u0007'}});
	expect([details?.disks[0]?.source, details?.nics[0]?.name]).toEqual(['/a\uFFFD[2J', 'v\uFFFD']);
});

test('of ten times as many machines those are kept that can be, and one more', () => {
	const machines = Array.from({length: 10 * domainLimit}, (_, index) => ({
		ID: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000001`,
	}));
	expect(parseLongList(JSON.stringify(machines))).toHaveLength(domainLimit + 1);
});

test('of ten times as many devices so many are read, texts as far as they are shown', () => {
	const long = 'x'.repeat(1_000_000);
	const hardware = Object.fromEntries(
		Array.from({length: 40_960}, (_, index) => [`hdd${index}`, {port: 'scsi:0', image: '/a'}]),
	);
	expect(detailsOf(hardware)?.disks).toHaveLength(4096);
	expect(detailsOf({hdd0: {image: `/${long}`}, net0: {dev: long}})).toMatchObject({
		disks: [{source: expect.stringMatching(/^.{4095}…$/)}],
		nics: [{name: expect.stringMatching(/^.{255}…$/)}],
	});
});

test('an object where a text should be is no text, and loses none of the others', () => {
	const odd = {toString: 'x', valueOf: 1};
	const hardware = {
		memory: {size: odd},
		hdd0: {port: odd, image: '/a.hdd'},
		net0: {mac: odd, dev: 'tap1'},
	};
	expect(detailsOf(hardware, {Uptime: odd})).toEqual({
		disks: [{name: 'hdd0', counter: 'devices.hdd0', source: '/a.hdd'}],
		nics: [{index: 0, name: 'tap1'}],
	});
});
