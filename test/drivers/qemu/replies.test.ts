import {describe, expect, test} from 'vitest';
import {parseBalloonStatistics} from '../../../drivers/qemu/balloon-statistics.ts';
import {guestDisks} from '../../../drivers/qemu/mapping/disks.ts';
import {parseVcpuThreads} from '../../../drivers/qemu/mapping/vcpus.ts';
import {parseRunState} from '../../../drivers/qemu/run-state.ts';
import {parseBlockCounters} from '../../../drivers/qmp/block-counters.ts';
import {parseBlockSources} from '../../../drivers/qmp/block-sources.ts';
import {recordedReply} from './recording.ts';

describe('query-blockstats', () => {
	type Stats = Readonly<Record<string, number>>;
	const recorded = recordedReply('qmp-drive.jsonl', 'query-blockstats') as readonly {stats: Stats}[];
	const entries = parseBlockCounters(recorded);

	test('every counter is the outer one; nanoseconds become seconds', () => {
		expect(entries).toHaveLength(3);
		for (const [index, {counters}] of entries.entries()) {
			const stats = recorded[index]?.stats ?? {};
			expect(counters).toEqual({
				readBytes: stats.rd_bytes,
				writeBytes: stats.wr_bytes,
				readRequests: stats.rd_operations,
				writeRequests: stats.wr_operations,
				flushRequests: stats.flush_operations,
				discardRequests: stats.unmap_operations,
				readTimeSeconds: (stats.rd_total_time_ns ?? 0) / 1e9,
				writeTimeSeconds: (stats.wr_total_time_ns ?? 0) / 1e9,
				flushTimeSeconds: (stats.flush_total_time_ns ?? 0) / 1e9,
				errors: 0,
			});
		}

		expect(entries[0]?.counters.readBytes).toBeGreaterThan(0);
		expect(entries[1]?.counters.writeTimeSeconds).toBeGreaterThan(0);
	});

	test('what is not given, or given as −1, is unknown', () => {
		const [entry] = parseBlockCounters([{device: 'a', stats: {rd_bytes: 2 ** 64, wr_bytes: 0}}]);
		expect(entry?.counters).toEqual({writeBytes: 0});
	});

	test('failed operations add up', () => {
		const [entry] = parseBlockCounters([
			{device: 'a', stats: {failed_rd_operations: 1, failed_wr_operations: 2, failed_flush_operations: 4}},
		]);
		expect(entry?.counters.errors).toBe(7);
	});

	test.each([
		['/machine/peripheral/disk0/virtio-backend', 'drive0', 'n', 'disk0'],
		['/machine/peripheral/scsi0-0-0', 'drive-scsi0', 'n', 'scsi0-0-0'],
		['cdrom0', 'cd0', '#block1', 'cdrom0'],
		['/machine/peripheral-anon/device[3]/virtio-backend', 'drive0', '#block1', 'drive0'],
		['/machine/peripheral-anon/device[3]/virtio-backend', '', 'my-node', 'my-node'],
		['/machine/peripheral-anon/device[3]/virtio-backend', '', '#block1', 'device[3]'],
		['', '', '#block7', '#block7'],
	])('%s, %s, %s is called %s', (qdev, device, node, name) => {
		expect(guestDisks([{qdev, device, node, counters: {}}], new Map())[0]?.name).toBe(name);
	});

	test('devices that another process serves are disks without counters', () => {
		const device = (type: string, id?: string) => ({path: `/machine/x/${id ?? 'device[4]'}`, id, type});
		expect(
			guestDisks([{qdev: 'vu0', device: '', node: 'n', counters: {}}], new Map(), [
				device('vhost-user-blk-pci', 'vu0'),
				device('vhost-user-scsi-pci-non-transitional'),
				device('vhost-scsi-ccw', 's'),
				device('vhost-user-fs-pci', 'fs'),
				device('virtio-blk-pci', 'd'),
				device('vhost-user-blk-pcix', 'no'),
			]),
		).toEqual([
			{name: 'vu0', backend: 'qemu'},
			{name: 'vu0#2', backend: 'qemu', reason: 'vhost-user-blk has no counters'},
			{name: 'device[4]', backend: 'qemu', reason: 'vhost-user-scsi has no counters'},
			{name: 's', backend: 'qemu', reason: 'vhost-scsi has no counters'},
		]);
	});

	test('two of a name are told apart, flash chips and lone empty drives left out', () => {
		const entry = (qdev: string, node = 'n') => ({device: 'a', qdev, node, counters: {}});
		expect(
			guestDisks(
				[
					entry('/machine/unattached/device[1]'),
					entry('/machine/unattached/device[2]'),
					entry('/machine/system.flash0'),
					entry('', ''),
				],
				new Map(),
			).map(({name}) => name),
		).toEqual(['a', 'a#2']);
	});
});

describe('query-block', () => {
	test('a file, a nested file, and nothing for an empty drive', () => {
		const inserted = (file: string) => ({file, image: {filename: 'other'}});
		const json = 'json:{"driver":"qcow2","file":{"driver":"file","filename":"/images/a.qcow2"}}';
		expect([
			...parseBlockSources([
				{device: 'a', qdev: 'q', inserted: inserted('/dev/vg/a')},
				{device: 'b', inserted: inserted(json)},
				{device: 'c', inserted: inserted('json:{"driver":"null-co"}')},
				{device: 'd', inserted: {image: {filename: 'nbd://host/x'}}},
				{device: 'e', removable: true},
			]),
		]).toEqual([
			['a|q', '/dev/vg/a'],
			['b|', '/images/a.qcow2'],
			['c|', 'null-co://'],
			['d|', 'nbd://host/x'],
		]);
	});
});

describe('guest-stats', () => {
	test('a guest that told nothing has no values, and 0 for a time', () => {
		const answer = recordedReply('qmp-no-guest-driver.jsonl', 'qom-get', {
			path: '/machine/peripheral/balloon0',
			property: 'guest-stats',
		});
		expect(parseBalloonStatistics(answer)).toEqual({stats: [], lastUpdate: 0});
	});
});

test.each([
	['running', 'running'],
	['paused', 'paused'],
	['io-error', 'paused'],
	['prelaunch', 'paused'],
	['inmigrate', 'paused'],
	['shutdown', 'shutdown'],
	['suspended', 'suspended'],
	['guest-panicked', 'crashed'],
	['internal-error', 'crashed'],
	['something new', 'unknown'],
	['constructor', 'unknown'],
])('the run state %s is %s', (status, state) => {
	expect(parseRunState({status, running: true}).state).toBe(state);
});

test('each run state but running says why, in a column of eight letters, and errors are told from wishes', () => {
	const all = [
		...['colo', 'debug', 'finish-migrate', 'inmigrate', 'paused', 'postmigrate', 'preconfig', 'prelaunch'],
		...['restore-vm', 'save-vm', 'shutdown', 'suspended'],
	];
	const errors = ['io-error', 'watchdog', 'guest-panicked', 'internal-error'];
	for (const status of [...all, ...errors]) {
		const {stateReason, stateWord = '', stateFault} = parseRunState({status});
		expect([status, stateReason]).toEqual([status, expect.stringMatching(/^\S.*\w$/)]);
		expect(stateWord.length).toBeLessThanOrEqual(8);
		expect([status, stateFault !== undefined]).toEqual([status, errors.includes(status)]);
	}

	expect(parseRunState({status: 'running'})).toEqual({state: 'running'});
});

test('processors are in the order of their numbers', () => {
	expect(
		parseVcpuThreads([
			{'cpu-index': 1, 'thread-id': 20},
			{'cpu-index': 0, 'thread-id': 10},
		]),
	).toEqual([
		{index: 0, thread: 10},
		{index: 1, thread: 20},
	]);
});
