import {describe, expect, test} from 'vitest';
import type {Disk, Domain} from '../../source/model/sample.ts';
import type {Device} from '../../source/usage/device.ts';
import {
	createHistory,
	deviceTrackLimit,
	historyLength,
	shortHistoryLength,
} from '../../source/usage/history.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {collectGarbage} from '../helpers/collect-garbage.ts';
import {aDisk, aDomain, aNic, aReading, aSample, momentAt} from '../helpers/sample-builder.ts';

const vda: Device = {kind: 'disk', name: 'vda'};
const vdb: Device = {kind: 'disk', name: 'vdb'};
const row = 'host-1/web';

/** A history of a host whose domains are read once a second. */
const watched = () => {
	const history = createHistory();
	let usage: Usage | undefined;
	let at = 100;
	return {
		history,
		see(...domains: readonly ((at: number) => Domain)[]) {
			at++;
			usage = usageOf(usage, [aReading(aSample(domains.map((domain) => domain(at))))], momentAt(at));
			history.record(usage);
		},
	};
};

/** A disk reads `rate` bytes a second, and writes nothing. */
const disk = (name: string, rate: number, at: number, changes: Partial<Disk> = {}): Disk =>
	aDisk(name, {readBytes: rate * at, writeBytes: 0, ...changes});

const web =
	(...disks: readonly ((at: number) => Disk)[]) =>
	(at: number): Domain =>
		aDomain('web', {at, disks: disks.map((one) => one(at))});

const a = (at: number) => disk('vda', 5, at);
const b = (at: number) => disk('vdb', 7, at);

describe('the history of a device', () => {
	test('begins when the device comes, and goes on where others come, go and change places', () => {
		const {history, see} = watched();
		see(web(a));
		see(web(a));
		see(web(b, a));
		see(web(a, b));
		expect(history.device(row, vda, '512')).toEqual([
			[5, 5, 5],
			[0, 0, 0],
		]);
		expect(history.device(row, vdb, '512')).toEqual([[7], [0]]);
		see(web(b));
		expect(history.device(row, vda, '512')).toEqual([[], []]);
		expect(history.device(row, vdb, '512')[0]).toEqual([7, 7]);
		see(web(b, a));
		see(web(b, a));
		expect(history.device(row, vda, '512')[0]).toEqual([5]);
		expect(history.disk(row, '512')).toEqual([Number.NaN, 5, 5, 12, 7, 7, 12]);
	});

	test('has a gap where the device is another of its name, or unknown for a moment', () => {
		const {history, see} = watched();
		const again = (at: number) => disk('vda', 5, at, {incarnation: 'second'});
		for (const one of [
			web(a),
			web(a),
			web(again),
			web(again),
			(at: number) => aDomain('web', {at}),
			web(again),
		]) {
			see(one);
		}

		expect(history.device(row, vda, '512')[0]).toEqual([5, Number.NaN, 5, Number.NaN, Number.NaN]);
	});

	test('is of NICs and vCPUs too', () => {
		const {history, see} = watched();
		const guest = (at: number) =>
			aDomain('web', {
				at,
				nics: [aNic('tap0', {receiveBytes: 3 * at, transmitBytes: 4 * at})],
				vcpus: [{index: 7, cpuSeconds: at / 2, waitSeconds: at / 4}],
			});
		see(guest);
		see(guest);
		expect(history.device(row, {kind: 'nic', name: 'tap0'}, '512')).toEqual([[3], [4]]);
		expect(history.device(row, {kind: 'vcpu', name: '7'}, '512')).toEqual([[50], [25]]);
		expect(history.device(row, {kind: 'disk', name: 'tap0'}, '512')).toEqual([[], []]);
	});
});

describe('what is kept', () => {
	const many = (count: number) =>
		Array.from({length: count}, (_, index) => (at: number) => aDomain(`d${index}`, {at}));

	test('are fewer points where there are many domains', () => {
		const {history, see} = watched();
		for (let refresh = 0; refresh < historyLength + 5; refresh++) {
			see(web(a));
		}

		expect(history.device(row, vda, '512')[0]).toHaveLength(historyLength);
		see(web(a), ...many(500));
		expect(history.device(row, vda, '512')[0]).toEqual(Array.from({length: shortHistoryLength}, () => 5));
		expect(history.cpu(row)).toHaveLength(shortHistoryLength);
		see(web(a), ...many(499));
		expect(history.device(row, vda, '512')[0]).toEqual(Array.from({length: shortHistoryLength + 1}, () => 5));
	});

	test('are the devices of the domains seen first, each domain whole or not at all', () => {
		const {history, see} = watched();
		const full = (name: string, count: number) => (at: number) =>
			aDomain(name, {at, vcpus: Array.from({length: count}, (_, index) => ({index, cpuSeconds: at}))});
		const last: Device = {kind: 'vcpu', name: '0'};
		const points = (name: string) => history.device(`host-1/${name}`, last, '512')[0].length;
		see(full('big', deviceTrackLimit - 1), full('two', 2), full('one', 1));
		expect(['big', 'two', 'one'].map(points)).toEqual([1, 0, 1]);
		expect(history.cpu('host-1/two')).toHaveLength(1);
		see(full('two', 2), full('one', 1));
		see(full('two', 2), full('one', 1));
		expect(['big', 'two', 'one'].map(points)).toEqual([0, 1, 2]);
		// A domain that gets too many is kept without them, and has them again from when there is room.
		see(full('two', 2), full('one', deviceTrackLimit));
		expect(['two', 'one'].map(points)).toEqual([2, 0]);
	});

	test('does not grow, whatever comes and goes', async () => {
		const {history, see} = watched();
		const used = async (refreshes: number): Promise<number> => {
			for (let refresh = 0; refresh < refreshes; refresh++) {
				const name = `vd${refresh % 7}`;
				see(
					web(...(refresh % 3 === 0 ? [a, b] : [a, (at: number) => disk(name, 1, at)])),
					...many(refresh % 5),
				);
			}

			await collectGarbage();
			const {heapUsed, arrayBuffers} = process.memoryUsage();
			return heapUsed + arrayBuffers;
		};
		await used(2000);
		const before = await used(1000);
		expect((await used(10_000)) - before).toBeLessThan(500_000);
		expect(history.cpu(row)).toHaveLength(historyLength);
	});
});
