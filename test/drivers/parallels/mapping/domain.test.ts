import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {domainOfMachine} from '../../../../drivers/parallels/mapping/domain.ts';
import {machineState} from '../../../../drivers/parallels/mapping/machine-state.ts';
import {parallelsOrigins} from '../../../../drivers/parallels/origins.ts';
import {aSample} from '../../../helpers/sample-builder.ts';
import {badValues, sharedIdentities} from '../../../helpers/sample-rules.ts';
import {domainFrom, someDetails, someMachine, uuid} from './some-machine.ts';

/** What the real prlctl printed of web1, see test/fixtures/parallels. */
const captured: Readonly<Record<string, number>> = (() => {
	const file = '../../../fixtures/parallels/prlctl-list-and-statistics-once.txt';
	const text = readFileSync(new URL(file, import.meta.url), 'utf8');
	const once = text.slice(text.indexOf('--- statistics web1 once'), text.indexOf('--- statistics -a'));
	return Object.fromEntries(
		[...once.matchAll(/^\t([\w.]+):\t(\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
	);
})();

const container = someMachine({
	kind: 'container',
	name: 'ct 1',
	details: {
		memoryKiB: 512 * 1024,
		disks: [{name: 'hdd0', counter: 'devices.hdd0', source: '/vz/private/3/root.hdd'}],
		nics: [{index: 2 ** 32 - 1, name: 'venet0'}],
	},
});

describe('the captured machine', () => {
	const domain = domainFrom(captured);

	test('is known by its uuid, as libvirt knows it', () => {
		expect(domain).toMatchObject({key: uuid, uuid, name: 'web1', state: 'running', at: 100});
		expect(domain.id).toBeUndefined();
		expect(domain.busy).toBeUndefined();
	});

	test('breaks no rule for values', () => {
		expect(badValues(domain)).toEqual([]);
		expect(sharedIdentities(aSample([domain]))).toEqual([]);
	});

	test('has disks under their configured names, and nobody times them', () => {
		expect(domain.disks).toEqual([
			{
				name: 'hdd0',
				source: '/vz/vmprivate/web1/harddisk0.hdd',
				untimed: 'prlctl does not time requests',
				readBytes: 735_313_920,
				writeBytes: 214_040_576,
				readRequests: 20_131,
				writeRequests: 9050,
			},
			expect.objectContaining({name: 'hdd1', readBytes: 735_313_920}),
		]);
	});

	test('has a NIC in the direction of the guest, without errors and drops', () => {
		expect(domain.nics).toEqual([
			{
				name: 'vme001c42aabbcc',
				mac: '00:1c:42:aa:bb:cc',
				receiveBytes: 64_024_000,
				transmitBytes: 18_018_000,
				receivePackets: 100_240,
				transmitPackets: 90_136,
			},
		]);
	});

	test('has processor times in seconds', () => {
		expect(domain.cpuSeconds).toBeCloseTo(369.934);
		expect(domain.vcpuCount).toBe(2);
		expect(domain.vcpus?.map(({index, cpuSeconds}) => [index, cpuSeconds?.toFixed(3)])).toEqual([
			[0, '184.967'],
			[1, '184.967'],
		]);
	});

	test('has its memory in KiB, and a period that cannot be set', () => {
		expect(domain.memory).toEqual({
			currentKiB: 4096 * 1024,
			maximumKiB: 4096 * 1024,
			periodRefusal: 'not possible over prlctl',
			statsAge: 0,
			stats: [
				{tag: 'actual', value: 4096 * 1024},
				{tag: 'swap_in', value: 0},
				{tag: 'swap_out', value: 0},
				{tag: 'major_fault', value: 512},
				{tag: 'minor_fault', value: 812_425},
				{tag: 'unused', value: (4096 - 1536) * 1024},
				{tag: 'available', value: 4096 * 1024},
				{tag: 'usable', value: 2400 * 1024},
			],
			reason: 'not reported by prlctl',
		});
	});

	test('names only origins that its counters have', () => {
		const [disk] = domain.disks ?? [];
		const [nic] = domain.nics ?? [];
		expect(Object.keys(parallelsOrigins.disk ?? {}).filter((key) => !(disk && key in disk))).toEqual([]);
		expect(Object.keys(parallelsOrigins.nic ?? {}).filter((key) => !(nic && key in nic))).toEqual([]);
	});
});

describe('what was never written reads 0', () => {
	test('so a disk of zeros is unknown, not idle, until one is not', () => {
		const zeros = {'devices.scsi0.read_total': 0, 'devices.scsi0.write_total': 0};
		const [disk] = domainFrom(zeros).disks ?? [];
		expect(disk).toMatchObject({name: 'hdd0', reason: 'not counted yet, or not at all'});
		expect(disk).not.toHaveProperty('readBytes');
		const [counted] = domainFrom({...zeros, 'devices.scsi0.write_total': 1}).disks ?? [];
		expect(counted).toMatchObject({readBytes: 0, writeBytes: 1});
		expect(counted?.reason).toBeUndefined();
	});

	test('so a configured disk without counters is unknown', () => {
		expect(domainFrom({}).disks?.map(({reason}) => reason)).toEqual(
			Array(2).fill('prlctl has no counters of it'),
		);
	});

	test('so a machine that was just started has no processor time yet', () => {
		const started = domainFrom({'guest.vcpu0.time': 0, 'guest.vcpu1.time': 0});
		expect(started.cpuSeconds).toBeUndefined();
		expect(started.vcpus).toEqual([{index: 0}, {index: 1}]);
		const later = domainFrom({'guest.vcpu0.time': 2e9, 'guest.vcpu1.time': 0});
		expect(later.cpuSeconds).toBe(2);
		expect(later.vcpus?.[1]?.cpuSeconds).toBe(0);
	});

	test('so memory of zeros is unknown', () => {
		const {memory} = domainFrom({'guest.ram.total': 0, 'guest.ram.usage': 0, 'guest.ram.swap_in': 0});
		expect(memory).toMatchObject({stats: [], maximumKiB: 4096 * 1024});
		expect([memory.currentKiB, memory.statsAge]).toEqual([undefined, undefined]);
	});

	test('so swap of 0 is known only where the guest told its faults', () => {
		const ram = {'guest.ram.total': 100, 'guest.ram.swap_in': 0, 'guest.ram.swap_out': 3};
		const tags = (counters: Readonly<Record<string, number>>) =>
			domainFrom(counters).memory.stats?.map(({tag, value}) => `${tag} ${value}`);
		expect(tags(ram)).toEqual(['swap_out 12', 'available 102400']);
		expect(tags({...ram, 'guest.ram.minor_fault': 7})).toContain('swap_in 0');
	});

	test('so what a silent guest occupies of the host is not what it uses', () => {
		const ram = {'guest.ram.total': 100, 'guest.ram.usage': 60};
		const unused = (counters: Readonly<Record<string, number>>, machine = someMachine()) =>
			domainFrom(counters, machine).memory.stats?.find(({tag}) => tag === 'unused')?.value;
		expect(unused({...ram, 'guest.ram.minor_fault': 0})).toBeUndefined();
		expect(unused({...ram, 'guest.ram.minor_fault': 9})).toBe(40 * 1024);
		expect(unused(ram)).toBe(40 * 1024);
		expect(unused({...ram, 'guest.ram.minor_fault': 0}, container)).toBe(40 * 1024);
		expect(unused({...ram, 'guest.ram.usage': 101})).toBeUndefined();
	});
});

describe('devices', () => {
	test('that are only counted stand behind the configured ones, under the name of their counters', () => {
		const count = {read_total: 1, write_total: 2};
		const named = (prefix: string) =>
			Object.fromEntries(Object.entries(count).map(([name, value]) => [`${prefix}.${name}`, value]));
		const domain = domainFrom({
			...named('devices.virtio10'),
			...named('devices.virtio2'),
			...named('devices.unknown0'),
			...named('devices.scsi0'),
			'net.nic7.bytes_in': 5,
			'net.nic4294967295.bytes_out': 6,
		});
		expect(domain.disks?.map(({name}) => name)).toEqual(['hdd0', 'hdd1', 'unknown0', 'virtio2', 'virtio10']);
		expect(domain.nics?.map(({name}) => name)).toEqual(['vme001c42aabbcc', 'net7', 'venet0']);
		expect(domain.nics?.[2]).toMatchObject({transmitBytes: 6});
	});

	test('have unique names whatever is configured', () => {
		const twice = {name: 'hdd0', counter: 'devices.scsi0'};
		const {disks} = domainFrom({}, someMachine({details: someDetails({disks: [twice, twice]})}));
		expect(disks?.map(({name}) => name)).toEqual(['hdd0', 'hdd0#2']);
	});

	test('are those that are counted where the configuration is not known', () => {
		const bare = {uuid, name: 'web1', kind: 'vm', status: 'running'} as const;
		expect(domainFrom(captured, bare).disks?.map(({name}) => name)).toEqual(['scsi0', 'scsi1']);
		expect(domainFrom({}, bare)).toMatchObject({
			disksReason: 'prlctl does not report them',
			nicsReason: 'prlctl does not report them',
			vcpusReason: 'prlctl does not report them',
		});
	});

	test('of a container are its hdd, without requests, and its venet', () => {
		const domain = domainFrom(
			{
				'guest.vcpu0.time': 3e9,
				'guest.vcpu1.time': 3e9,
				'devices.hdd0.read_total': 10,
				'devices.hdd0.write_total': 20,
				'net.nic4294967295.bytes_in': 30,
			},
			container,
		);
		expect(domain.disks).toMatchObject([{name: 'hdd0', readBytes: 10, writeBytes: 20}]);
		expect(domain.disks?.[0]?.readRequests).toBeUndefined();
		expect(domain.nics).toMatchObject([{name: 'venet0', receiveBytes: 30}]);
		expect(domain.cpuSeconds).toBe(6);
		expect(domain.vcpus).toBeUndefined();
		expect(domain.vcpusReason).toBe('prlctl divides the time of a container evenly');
	});

	test('keep what is unknown as u64 unknown', () => {
		const unknown = 2 ** 64;
		const [disk] =
			domainFrom({'devices.scsi0.read_total': unknown, 'devices.scsi0.write_total': 4}).disks ?? [];
		expect([disk?.readBytes, disk?.writeBytes]).toEqual([undefined, 4]);
	});
});

describe('a machine without a reading', () => {
	const without = (status: string, since?: number) =>
		domainOfMachine(someMachine({status}), undefined, {now: 50, statusSince: since});

	test('that is off says so everywhere, and has a maximum', () => {
		for (const status of ['stopped', 'suspended', 'mounted']) {
			const domain = without(status);
			expect(domain).toMatchObject({state: 'shutoff', incarnation: 'off', at: 50});
			expect(domain.disks?.map(({reason}) => reason)).toEqual(Array(2).fill('the machine is not running'));
			expect(domain.memory).toMatchObject({
				maximumKiB: 4096 * 1024,
				reason: 'the machine is not running',
				periodRefusal: 'not possible over prlctl',
			});
			expect(domain.memory.currentKiB).toBeUndefined();
			expect(domain.vcpusReason).toBeUndefined();
		}
	});

	test('that runs was not read yet', () => {
		const domain = without('running');
		expect(domain).toMatchObject({state: 'running', vcpusReason: 'not read yet'});
		expect(domain.disks?.[0]?.reason).toBe('not read yet');
		expect(without('paused').disks?.[0]?.reason).toBe('prlctl reports nothing of a paused machine');
	});

	test('says what is under way and for how long', () => {
		expect(without('migrating', 38)).toMatchObject({
			state: 'running',
			busy: {reason: 'migrating', seconds: 12},
		});
		expect(without('stopping')).toMatchObject({state: 'shutdown', busy: {seconds: 0}});
		expect(without('del_snapshot')).toMatchObject({state: 'unknown', busy: {reason: 'deleting a snapshot'}});
		expect(without('invalid')).toMatchObject({state: 'unknown', busy: undefined});
		expect(without('a new word').state).toBe('unknown');
	});
});

test('the last block of a machine that is off says nothing', () => {
	const domain = domainFrom(captured, someMachine({status: 'stopped'}));
	expect(domain.cpuSeconds).toBeUndefined();
	expect(domain.disks?.[0]?.reason).toBe('the machine is not running');
});

test('of more disks and NICs than are taken the first are kept, and all are counted', () => {
	const counters = Object.fromEntries(
		Array.from({length: 2000}, (_, index) => [
			[`devices.scsi${index + 10}.read_total`, 1],
			[`net.nic${index + 10}.bytes_in`, 1],
		]).flat(),
	);
	const {disks, nics, excess} = domainFrom(counters);
	expect([disks?.length, nics?.length]).toEqual([1024, 1024]);
	expect(excess).toEqual({disks: 2002, nics: 2001});
});

test.each([
	['paused', 'paused by user', undefined],
	['suspended', 'suspended: saved to its disk', 'saved'],
	['mounted', 'only its disks are mounted', 'mounted'],
	['running', undefined, undefined],
	['hovering', 'prlctl calls it hovering', undefined],
])('a machine that prlctl calls %s says why it is in its state: %s', (status, stateReason, stateWord) => {
	const reported = machineState(status, 0);
	expect([reported.stateReason, reported.stateWord]).toEqual([stateReason, stateWord]);
});
