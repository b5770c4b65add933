import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';
import {createDomainOf} from '../../../../drivers/libvirt/mapping/domain.ts';
import {readDescription} from '../../../../drivers/libvirt/mapping/read-description.ts';
import type {XdrValue} from '../../../../drivers/libvirt/wire/xdr-value.ts';
import {memoryLines} from '../../../../source/one-shot/memory-lines.ts';
import {anyText} from '../../../helpers/any-text.ts';
import {badValues, sharedIdentities} from '../../../helpers/sample-rules.ts';
import {capturedRecord, capturedText} from './captured-records.ts';
import {domainFrom, someContext, someRecord} from './some-record.ts';

const descriptionOf = (name: string) => readDescription(capturedText(`dumpxml-${name}`));

describe('a captured guest', () => {
	const domain = domainFrom(capturedRecord('domstats', 'lab1'), {
		wall: 1_795_220_760_000,
		description: descriptionOf('lab1'),
	});

	test('has all its numbers', () => {
		expect(domain).toEqual({
			key: '460b23a8-17ce-428b-88ec-000000000001',
			uuid: '460b23a8-17ce-428b-88ec-000000000001',
			id: 1,
			name: 'lab1',
			state: 'running',
			incarnation: 'id 1',
			at: 1000,
			cpuSeconds: 4.11,
			vcpuCount: 1,
			vcpus: [{index: 0, cpuSeconds: 3.53, waitSeconds: 2.506015723}],
			memory: {
				currentKiB: 98_304,
				maximumKiB: 98_304,
				residentKiB: 212_304,
				balloon: 'present',
				period: 2,
				statsAge: 4,
				stats: expect.any(Array),
			},
			disks: [
				{
					name: 'vda',
					source: '/var/lib/qemu/lv/disks/lab1-vda.raw',
					backend: 'qemu',
					readBytes: 16_781_824,
					writeBytes: 0,
					readRequests: 258,
					writeRequests: 0,
					flushRequests: 0,
					readTimeSeconds: 0.074738082,
					writeTimeSeconds: 0,
					flushTimeSeconds: 0,
				},
				expect.objectContaining({name: 'vdb', writeBytes: 4_194_304, writeTimeSeconds: 0.020765006}),
			],
			nics: [
				{
					name: 'lab1.0',
					mac: '52:54:00:98:18:c5',
					receiveBytes: 656,
					transmitBytes: 656,
					receivePackets: 8,
					transmitPackets: 8,
					receiveErrors: 0,
					transmitErrors: 0,
					receiveDrops: 0,
					transmitDrops: 0,
				},
			],
		});
	});

	test('has the memory statistics that virsh printed, in virsh’s order', () => {
		const printed = capturedText('dommemstat-lab1').trim().split('\n');
		expect(memoryLines(domain.memory)).toEqual(printed);
		expect(domain.memory.stats?.map(({tag, value}) => `${tag} ${value}`)).toEqual(printed);
	});
});

describe('state', () => {
	test.each([
		[0, 'unknown'],
		[1, 'running'],
		[2, 'idle'],
		[3, 'paused'],
		[4, 'shutdown'],
		[5, 'shutoff'],
		[6, 'crashed'],
		[7, 'suspended'],
		[8, 'unknown'],
		[1.5, 'unknown'],
		['1', 'unknown'],
		[undefined, 'unknown'],
	])('%s is %s', (number, state) => {
		expect(domainFrom(someRecord({'state.state': number})).state).toBe(state);
	});

	test('each start is an incarnation, and so is being off', () => {
		expect(domainFrom(someRecord({}, {id: 7}))).toMatchObject({id: 7, incarnation: 'id 7'});
		expect(domainFrom(someRecord({'state.state': 5}, {id: undefined})).incarnation).toBe('off');
		expect(domainFrom(someRecord({'state.state': 5}, {id: 7}))).toMatchObject({id: undefined});
		expect(domainFrom(someRecord({'state.state': 6}, {id: 7})).incarnation).toBe('id 7');
	});

	test('Domain-0 is where Xen is controlled from', () => {
		expect(domainFrom(someRecord({}, {id: 0}), {hypervisor: 'Xen'}).control).toBe(true);
		expect(domainFrom(someRecord({}, {id: 1}), {hypervisor: 'Xen'}).control).toBeUndefined();
		expect(domainFrom(someRecord({}, {id: 0})).control).toBeUndefined();
	});
});

test('a domain that is off has no counters, whatever libvirt says of its processor time', () => {
	const record = capturedRecord('domstats-backing', 'odd & "off"');
	expect(record.values[record.fields.indexOf('cpu.time')]).toBeGreaterThan(0);
	const reason = 'the domain is not running';
	const source = undefined;
	const backend = 'qemu';
	expect(domainFrom(record, {description: descriptionOf('odd')})).toEqual({
		key: record.domain.uuid,
		uuid: record.domain.uuid,
		name: 'odd & "off"',
		state: 'shutoff',
		incarnation: 'off',
		at: 1000,
		vcpuCount: 1,
		memory: {maximumKiB: 98_304, reason},
		disks: [
			{name: 'hda', source, backend, reason},
			{name: 'vda', source: '/dev/nowhere', backend, reason},
			{name: 'vdb', source: 'rbd:pool/image', backend, reason},
			{name: 'vdc', source: 'nbd://10.0.0.1:10809', backend, reason},
			{name: 'vdd', source: 'default/v1', backend, reason},
			{name: 'fda', source: '/srv/floppy', backend, reason},
		],
		nics: [
			{name: 'net0', mac: '52:54:00:ab:cd:ef', reason},
			{name: 'net1', mac: '52:54:00:40:73:6c', reason},
		],
	});
	const bare = domainFrom(someRecord({'state.state': 5}, {id: undefined}));
	expect(bare).toMatchObject({disksReason: reason, nicsReason: reason});
	const devices = {'block.0.name': 'vda', 'block.0.rd.bytes': 5, 'net.0.name': 'vnet0', 'net.0.rx.bytes': 5};
	const counted = domainFrom(someRecord({'state.state': 5, ...devices}));
	expect(counted.disks).toEqual([{name: 'vda', backend, reason}]);
	expect(counted.nics).toEqual([{name: 'vnet0', reason}]);
});

describe('processors', () => {
	const vcpus = (fields: Record<string, XdrValue>) => domainFrom(someRecord(fields)).vcpus;

	test('may leave numbers out, and come in any order', () => {
		expect(vcpus({'vcpu.10.time': 1e9, 'vcpu.2.time': 3e9, 'vcpu.2.delay': 5e8})).toEqual([
			{index: 2, cpuSeconds: 3, waitSeconds: 0.5},
			{index: 10, cpuSeconds: 1},
		]);
	});

	test('waited as `wait` says only where there is no `delay` and it is counted', () => {
		expect(vcpus({'vcpu.0.delay': 1e9, 'vcpu.0.wait': 2e9})?.[0]?.waitSeconds).toBe(1);
		expect(vcpus({'vcpu.0.wait': 2e9})?.[0]?.waitSeconds).toBe(2);
		expect(vcpus({'vcpu.0.wait': 0, 'vcpu.0.time': 1})?.[0]?.waitSeconds).toBeUndefined();
	});

	test('that are offline are none', () => {
		expect(vcpus({'vcpu.0.state': 1, 'vcpu.0.time': 1e9, 'vcpu.1.state': 0})).toHaveLength(1);
	});

	test('are told, or why not', () => {
		expect(domainFrom(someRecord({'vcpu.0.time': 1e9})).vcpusReason).toBeUndefined();
		expect(domainFrom(someRecord()).vcpusReason).toBe('libvirt does not report them for this hypervisor');
	});
});

describe('disks', () => {
	test('the images below a disk are none of their own', () => {
		const record = capturedRecord('domstats-backing', 'chain');
		expect(record.fields).toContain('block.2.name');
		const {disks} = domainFrom(record, {description: descriptionOf('chain')});
		expect(disks).toMatchObject([
			{name: 'hda', readBytes: 0},
			{name: 'vda', readBytes: 512, source: '/srv/lab/lv/disks/chain.qcow2'},
		]);
		expect(disks).toHaveLength(2);
	});

	test('two that count under one name are told apart, and one without a name has its place', () => {
		const {disks} = domainFrom(
			someRecord({
				'block.0.name': 'vda',
				'block.0.rd.bytes': 1,
				'block.1.name': 'vda',
				'block.1.rd.bytes': 2,
				'block.2.rd.bytes': 3,
			}),
		);
		expect(disks?.map(({name, readBytes}) => [name, readBytes])).toEqual([
			['vda', 1],
			['vda#2', 2],
			['disk2', 3],
		]);
	});

	test('one without counters says so', () => {
		const {disks} = domainFrom(
			someRecord({'block.0.name': 'vda', 'block.0.capacity': 5, 'block.1.name': 'vdb', 'block.1.rd.reqs': 0}),
		);
		expect(disks).toMatchObject([
			{name: 'vda', reason: 'libvirt has no counters of it'},
			{name: 'vdb', readRequests: 0},
		]);
		expect(disks?.[1]?.reason).toBeUndefined();
	});

	test('those of the XML stand in where the record speaks of none, and only there', () => {
		const description = descriptionOf('test');
		expect(domainFrom(someRecord(), {hypervisor: 'bhyve', description}).disks).toEqual([
			{
				name: 'vda',
				source: '/guest/diskimage1',
				backend: undefined,
				reason: 'libvirt does not report them for this hypervisor',
			},
		]);
		expect(domainFrom(someRecord({'block.count': 0}), {description}).disks).toEqual([]);
		expect(domainFrom(someRecord()).disksReason).toBe('its XML is not read yet');
	});

	test('the words of a refusal are its reason, cleaned', () => {
		const {disks} = domainFrom(
			someRecord({'block.0.name': 'xvda', 'block.0.reason': 'unsupported\u001B[2J disk driver qemu'}),
			{hypervisor: 'Xen'},
		);
		expect(disks?.[0]?.reason).toBe('unsupported\uFFFD[2J disk driver qemu');
	});
});

describe('NICs', () => {
	test('those without an interface on the host leave a hole that the XML fills', () => {
		const {nics} = domainFrom(capturedRecord('domstats-backing', 'chain'), {
			description: descriptionOf('chain'),
		});
		expect(nics).toMatchObject([
			{name: 'net0', mac: '52:54:00:ab:cd:01', reason: 'it has no interface on the host that counts'},
			{name: 'chain.1', mac: '52:54:00:ab:cd:02', receiveBytes: 90},
		]);
		expect(nics?.[1]?.reason).toBeUndefined();
	});

	test('without the XML only those of the record are known', () => {
		const {nics} = domainFrom(capturedRecord('domstats-backing', 'chain'));
		expect(nics).toMatchObject([{name: 'chain.1', mac: undefined, receiveBytes: 90}]);
		expect(domainFrom(capturedRecord('domstats', 'lab2')).nics).toEqual([]);
		expect(domainFrom(someRecord()).nicsReason).toBe('its XML is not read yet');
	});

	test('one that was detached since the XML was read is gone', () => {
		const record = someRecord({'net.count': 1, 'net.0.name': 'vnet1', 'net.0.rx.bytes': 5});
		const description = {
			balloon: 'absent' as const,
			period: 0,
			disks: [],
			nics: [{name: 'vnet0'}, {name: 'vnet1', mac: 'aa'}],
		};
		expect(domainFrom(record, {description}).nics).toMatchObject([{name: 'vnet1', mac: 'aa'}]);
	});
});

describe('a domain that something holds', () => {
	const reason = 'something holds the domain, and libvirt cannot ask it';

	test('says so of all that needs the monitor, and has the rest', () => {
		const domain = domainFrom(capturedRecord('domstats-nowait-stuck', 'lab2'));
		expect(domain).toMatchObject({
			state: 'running',
			cpuSeconds: 4.34,
			vcpus: [{index: 0, cpuSeconds: 3.72}],
			memory: {currentKiB: 98_304, balloon: undefined, stats: undefined, reason},
			disks: [
				{name: 'vda', reason},
				{name: 'vdb', reason},
			],
		});
	});

	test('a record with a state alone is no sign of it', () => {
		const record: StatsRecord = {
			domain: {name: 'new', uuid: '', id: 4},
			fields: ['state.state'],
			values: [1],
		};
		expect(domainFrom(record, {description: descriptionOf('lab1')})).toMatchObject({
			vcpusReason: 'not read yet',
			memory: {reason: 'not read yet'},
			disks: [{reason: 'not read yet'}, {reason: 'not read yet'}],
			nics: [{name: 'lab1.0', reason: 'not read yet'}],
		});
	});
});

describe('what is odd', () => {
	test('a value that is unknown, negative or of a wrong type is unknown', () => {
		const domain = domainFrom(
			someRecord({
				'cpu.time': '5',
				'vcpu.current': undefined,
				'balloon.current': 2 ** 64,
				'balloon.unused': undefined,
				'balloon.usable': -1,
				'block.0.name': 5,
				'block.0.path': false,
				'block.0.rd.bytes': Number.NaN,
				'block.0.wr.bytes': true,
				'block.0.rd.reqs': 7,
			}),
		);
		expect(domain.cpuSeconds).toBeUndefined();
		expect(domain.vcpuCount).toBeUndefined();
		expect(domain.memory.currentKiB).toBeUndefined();
		expect(domain.memory.stats).toEqual([{tag: 'rss', value: 512}]);
		expect(domain.disks).toEqual([{name: 'disk0', backend: 'qemu', readRequests: 7}]);
	});

	test('ten thousand fields nobody knows are left out, and what was known stays known', () => {
		const domainOf = createDomainOf();
		const known = {'block.0.name': 'vda', 'block.0.rd.bytes': 5};
		const strange = Object.fromEntries(
			Array.from({length: 10_000}, (_, place) => [`vcpu.${place}.exits\u001B.sum`, place]),
		);
		for (let round = 0; round < 4; round += 1) {
			const more = Object.fromEntries(
				Array.from({length: 10_000}, (_, place) => [`${'x'.repeat(round * 20)}.${round}.${place}`, 1]),
			);
			const domain = domainOf(someRecord({...strange, ...more, ...known}), someContext());
			expect(domain.vcpus).toBeUndefined();
			expect(domain.disks).toMatchObject([{name: 'vda', readBytes: 5}]);
		}
	});

	test('of thousands of devices of one name the first are kept, told apart, and all are counted', () => {
		const pairs = Array.from({length: 20_000}, (_, place) => [
			[`block.${place}.name`, 'vda'],
			[`block.${place}.rd.bytes`, place],
		]).flat();
		const {disks = [], excess} = domainFrom(someRecord(Object.fromEntries(pairs)));
		expect(new Set(disks.map(({name}) => name)).size).toBe(1024);
		expect(disks.at(-1)).toMatchObject({name: 'vda#1024', readBytes: 1023});
		expect(excess).toEqual({disks: 20_000});
	});

	test('of ten times as many NICs and vCPUs as are taken the first are kept, and all are counted', () => {
		const pairs = Array.from({length: 40_960}, (_, place) => [
			[`vcpu.${place}.time`, place],
			[`net.${place}.rx.bytes`, place],
		]).flat();
		const {nics, vcpus, excess} = domainFrom(someRecord(Object.fromEntries(pairs)));
		expect([nics?.length, vcpus?.length]).toEqual([1024, 4096]);
		expect(excess).toEqual({nics: 40_960, vcpus: 40_960});
	});

	test('a thousand disks with images below them are no excess', () => {
		const pairs = Array.from({length: 3 * 1024}, (_, place) => [
			[`block.${place}.name`, `vd${Math.floor(place / 3)}`],
			...(place % 3 === 0 ? [[`block.${place}.rd.bytes`, place]] : []),
		]).flat();
		const {disks, excess} = domainFrom(someRecord(Object.fromEntries(pairs)));
		expect(disks).toHaveLength(1024);
		expect(excess).toBeUndefined();
	});

	test('names and paths of megabytes are kept as far as they are shown', () => {
		const long = 'x'.repeat(4_000_000);
		const {name, disks} = domainFrom(
			someRecord({'block.0.name': long, 'block.0.path': long, 'block.0.rd.bytes': 1}, {name: long}),
		);
		expect([name.length, disks?.[0]?.name.length, disks?.[0]?.source?.length]).toEqual([256, 256, 4096]);
	});

	test('values that are missing at the end are unknown', () => {
		const record = {...someRecord({'cpu.time': 5}), values: [1]};
		expect(domainFrom(record)).toMatchObject({state: 'running', cpuSeconds: undefined});
	});

	test('a domain without a name is known by its number', () => {
		expect(domainFrom(someRecord({}, {name: ''})).name).toBe('domain-3');
		expect(domainFrom(someRecord({'state.state': 5}, {name: '', id: undefined})).name).toBe(
			'11223344-5566-7788-99aa-bbccddeeff00',
		);
	});

	const fieldName = fc.oneof(
		fc.constantFrom(
			'state.state',
			'cpu.time',
			'balloon.current',
			'balloon.last-update',
			'balloon.swap_in',
			'net.count',
			'block.count',
			'block.00.name',
			'block.-1.name',
			'block.99999999.name',
			'__proto__',
			'block.0.__proto__',
			'block.0.constructor',
			'net.0.toString',
		),
		fc
			.tuple(
				fc.constantFrom('vcpu', 'net', 'block'),
				fc.nat(12),
				fc.constantFrom('name', 'path', 'reason', 'time', 'delay', 'state', 'rd.bytes', 'rx.bytes', 'errors'),
			)
			.map((parts) => parts.join('.')),
		anyText(),
	);
	const anyValue = fc.oneof(
		fc.double(),
		fc.integer(),
		fc.constantFrom(2 ** 63, 2 ** 64, true, undefined),
		anyText(),
	);

	test('whatever the daemon sends makes a domain that keeps the rules', () => {
		const domainOf = createDomainOf();
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fieldName, anyValue), {maxLength: 40}),
				anyText(),
				fc.option(fc.nat(), {nil: undefined}),
				fc.constantFrom('QEMU', 'Xen', 'vz', 'TEST', 'LXC', 'constructor', ''),
				(pairs, name, id, hypervisor) => {
					const record = {
						domain: {name, uuid: '11223344-5566-7788-99aa-bbccddeeff00', id},
						fields: pairs.map(([field]) => field),
						values: pairs.map(([, value]) => value),
					};
					const domain = domainOf(record, someContext({hypervisor, description: descriptionOf('chain')}));
					const sample = {host: {id: '', name: '', at: 0}, domains: [domain], problems: [], origins: {}};
					expect(badValues(domain)).toEqual([]);
					expect(sharedIdentities(sample)).toEqual([]);
				},
			),
		);
	});
});
