import {existsSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {findCommand} from '../find-command.ts';
import type {DomainReport, Report} from '../report.ts';
import {describeLab} from './lab.ts';
import {type PausedGuest, pausedRow, startPausedGuest} from './paused-guest.ts';
import {watch} from './program.ts';

const mebibyte = 1024;

/** Seconds within which a plugged or unplugged device must be seen, and extra seconds for a busy machine. */
const bound = 10;
const busy = 5;

const mayTap = process.getuid?.() === 0 && findCommand('ip', process.env) !== undefined;

/** A run, at the usual delay, which can wait for the first report whose row meets a condition. */
const watchRow = (guest: PausedGuest, delay = 2) => {
	const running = watch(['-c', guest.uri, '-d', String(delay), '--view', 'cpu']);
	onTestFinished(running.stop);
	const row = (report: Report | undefined) => pausedRow(report, guest);
	return {
		running,
		until: async (holds: (row: DomainReport) => boolean): Promise<DomainReport> => {
			const report = await running.until((one) => {
				const found = row(one);
				return found !== undefined && holds(found);
			}, bound + busy);
			expect(report.problems).toEqual([]);
			return row(report) as DomainReport;
		},
		/** The second report from now. */
		fresh: async () => row(await running.fresh()),
	};
};

describeLab('what is plugged in and out', () => {
	test('a balloon is seen at the next refresh: its state, its period, and where it was plugged in anew', async () => {
		const guest = await startPausedGuest('balloons');
		const {ask} = guest.monitor;
		const {until, fresh} = watchRow(guest, 1);
		await until(({memory}) => memory.balloonState === 'no balloon');
		for (const path of ['/machine/peripheral/one', '/machine/peripheral/two']) {
			const id = path.slice(path.lastIndexOf('/') + 1);
			await ask('device_add', {driver: 'virtio-balloon-pci', id});
			expect((await fresh())?.memory).toMatchObject({balloonState: 'no driver', period: 0});
			await ask('qom-set', {path, property: 'guest-stats-polling-interval', value: 3});
			expect((await fresh())?.memory).toMatchObject({balloonState: 'no driver', period: 3});
			await guest.unplug(id);
			expect((await fresh())?.memory).toMatchObject({
				balloonState: 'no balloon',
				periodRefusal: 'no balloon device',
			});
		}

		await ask('device_add', {driver: 'virtio-balloon-pci'});
		expect((await fresh())?.memory).toMatchObject({balloonState: 'no driver', period: 0});
	});

	test('a balloon plugged in anew at another path between two refreshes', async () => {
		const guest = await startPausedGuest('moves', ['-device', 'virtio-balloon-pci,id=one']);
		const {ask} = guest.monitor;
		const {until, running} = watchRow(guest);
		await until(({memory}) => memory.period === 0);
		running.signal('SIGSTOP');
		await guest.unplug('one');
		await ask('device_add', {driver: 'virtio-balloon-pci', id: 'two'});
		const property = 'guest-stats-polling-interval';
		await ask('qom-set', {path: '/machine/peripheral/two', property, value: 4});
		running.signal('SIGCONT');
		expect(await until(({memory}) => memory.period !== 0)).toMatchObject({
			memory: {balloonState: 'no driver', period: 4},
		});
	});

	test('memory is counted by its kind: DIMMs and virtio-mem are RAM, NVDIMMs are none', async () => {
		const guest = await startPausedGuest('memories', ['-device', 'virtio-balloon-pci']);
		const {ask} = guest.monitor;
		const {until} = watchRow(guest);
		await until(({memory}) => memory.currentKiB === 192 * mebibyte && memory.maximumKiB === 192 * mebibyte);
		await guest.plugMemory('pc-dimm', 'dimm', 128);
		await until(({memory}) => memory.currentKiB === 320 * mebibyte && memory.maximumKiB === 320 * mebibyte);
		await guest.plugMemory('nvdimm', 'nvdimm', 64);
		await guest.plugMemory('virtio-mem-pci', 'resizable', 256, {'requested-size': 64 * 1024 ** 2});
		await guest.plugMemory('virtio-pmem-pci', 'pmem', 32).catch(async () => {
			await ask('device_add', {driver: 'virtio-pmem-pci', id: 'pmem', memdev: 'm-pmem'});
		});
		const {memory} = await until((row) => row.memory.maximumKiB !== 320 * mebibyte);
		const devices = (await ask('query-memory-devices')) as readonly {
			readonly type: string;
			readonly data: Readonly<Record<string, number>>;
		}[];
		const sum = (types: readonly string[], key: string) =>
			devices.reduce((total, {type, data}) => total + (types.includes(type) ? (data[key] ?? 0) : 0), 0) /
			1024;
		expect(devices.map(({type}) => type).sort()).toEqual(['dimm', 'nvdimm', 'virtio-mem', 'virtio-pmem']);
		expect(memory.currentKiB).toBe(192 * mebibyte + sum(['dimm', 'virtio-mem'], 'size'));
		expect(memory.maximumKiB).toBe(192 * mebibyte + sum(['dimm'], 'size') + sum(['virtio-mem'], 'max-size'));
		expect(memory.balloonState).toBe('no driver');
	});

	test('disks at the next refresh, processors within ten seconds', async () => {
		const guest = await startPausedGuest('devices');
		const {ask} = guest.monitor;
		const {until, fresh} = watchRow(guest);
		await until(({vcpus}) => vcpus?.length === 1);
		const free = (await ask('query-hotpluggable-cpus')) as readonly {
			readonly type: string;
			readonly 'qom-path'?: string;
			readonly props: object;
		}[];
		const slot = free.find((one) => one['qom-path'] === undefined);
		await ask('device_add', {driver: slot?.type, id: 'cpu', ...slot?.props});
		await ask('blockdev-add', {driver: 'null-co', 'node-name': 'node'});
		await ask('device_add', {driver: 'virtio-blk-pci', id: 'disk', drive: 'node'});
		expect((await fresh())?.disks?.map(({name}) => name)).toEqual(['disk']);
		const {vcpus} = await until((row) => row.vcpus?.length === 2);
		const processors = (await ask('query-cpus-fast')) as readonly {readonly 'cpu-index': number}[];
		expect(vcpus?.map(({index}) => index)).toEqual(processors.map((one) => one['cpu-index']));
		await guest.unplug('disk');
		expect((await fresh())?.disks).toEqual([]);
	});

	test.skipIf(!mayTap)('NICs within ten seconds, by their taps, and unplugged ones go', async () => {
		const guest = await startPausedGuest('nics', [
			...['-netdev', 'user,id=own', '-device', 'virtio-net-pci,netdev=own,id=first,mac=52:54:00:00:00:01'],
		]);
		const {ask} = guest.monitor;
		const {until} = watchRow(guest);
		const tap = `dtp${process.pid % 100_000}`;
		await until(({nics}) => nics?.length === 1);
		await ask('netdev_add', {type: 'tap', id: 'net1', ifname: tap, script: 'no', downscript: 'no'});
		await ask('device_add', {
			driver: 'virtio-net-pci',
			id: 'second',
			netdev: 'net1',
			mac: '52:54:00:00:00:02',
		});
		const plugged = await until(({nics}) => nics?.length === 2);
		expect(plugged.nics).toMatchObject([
			{name: 'first', mac: '52:54:00:00:00:01', reason: 'user-mode networking has no counters'},
			{name: tap, mac: '52:54:00:00:00:02', receiveBytes: 0, transmitBytes: 0},
		]);
		await guest.unplug('first');
		expect((await until(({nics}) => nics?.length === 1)).nics).toMatchObject([{name: tap}]);
		await guest.unplug('second');
		await ask('netdev_del', {id: 'net1'});
		expect(existsSync(`/sys/class/net/${tap}`)).toBe(false);
		await until(({nics}) => nics?.length === 0);
	});
});
