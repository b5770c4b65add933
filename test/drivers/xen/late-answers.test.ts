import {describe, expect, test} from 'vitest';
import type {Domain} from '../../../source/model/sample.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {type CapturedDom0, createCapturedDom0} from './captured-dom0.ts';
import {domainOf, heard, openDom0} from './open-dom0.ts';

const hasty = {delay: 0.1};

const diskOf = ({disks}: Domain, name: string) => disks?.find((disk) => disk.name === name);

describe('a hypervisor that answers late', () => {
	test('is heard at the next refresh, by the time at which its numbers were true', async () => {
		const {dom0, read} = await openDom0();
		const before = domainOf(await read(), 1);
		dom0.hypervisor.hush();
		dom0.clock.shift(2);
		expect((await read(hasty)).problems).toMatchObject([{kind: 'late'}]);
		dom0.hypervisor.speak();
		await heard();
		const answered = dom0.clock.monotonic();
		dom0.hypervisor.hush();
		dom0.clock.shift(2);
		const sample = await read(hasty);
		expect(sample.problems).toEqual([]);
		const after = domainOf(sample, 1);
		expect(after.cpuAt).toBeGreaterThan(before.cpuAt ?? Number.NaN);
		expect(after.cpuAt).toBeLessThanOrEqual(answered);
		expect(after.cpuSeconds).toBeGreaterThan(before.cpuSeconds ?? Number.NaN);
		expect(after.at).toBeGreaterThan(answered + 1.9);
		expect(sample.host.at).toBe(after.cpuAt);
	});

	test('leaves the vCPUs as it reported them last', async () => {
		const {dom0, read} = await openDom0();
		const before = domainOf(await read(), 1);
		expect(before.vcpus).toHaveLength(2);
		dom0.hypervisor.hush();
		dom0.clock.shift(2);
		const late = domainOf(await read(hasty), 1);
		expect([late.vcpus, late.vcpusReason, late.cpuAt]).toEqual([before.vcpus, undefined, before.cpuAt]);
	});

	test('has a reason for vCPUs that it leaves out', async () => {
		const {dom0, read} = await openDom0();
		dom0.hypervisor.edit((answer) => ({
			...answer,
			domains: answer.domains.map(({vcpus: _, ...domain}) => domain),
		}));
		const {vcpus, vcpusReason} = domainOf(await read(), 1);
		expect([vcpus, vcpusReason]).toEqual([undefined, 'the hypervisor did not report them']);
	});

	test('has no rate of now where it gives only rates', async () => {
		const {dom0, read} = await openDom0(({hypervisor}) => hypervisor.install('xl'));
		await read();
		dom0.clock.shift(2);
		expect(domainOf(await read(), 1).cpuRate).toBeDefined();
		dom0.hypervisor.behave('xl', (child) => child.onInputEnd(() => {}));
		dom0.clock.shift(2);
		const sample = await read(hasty);
		expect(sample.problems).toMatchObject([{kind: 'late'}]);
		expect(domainOf(sample, 1)).toMatchObject({cpuRate: undefined, name: 'd1', state: 'idle'});
	});

	test('never sets the host back in time', async () => {
		const {dom0, read} = await openDom0(({hypervisor}) => hypervisor.install());
		const without = await read();
		expect(without.host.cpus).toBeUndefined();
		dom0.hypervisor.install('python3');
		dom0.hypervisor.edit((answer) => ({...answer, at: answer.at - 100}));
		dom0.clock.shift(30);
		const late = await read();
		expect(late.host.at).toBeGreaterThan(without.host.at);
		expect(late.host.cpus).toBeUndefined();
		dom0.hypervisor.edit((answer) => answer);
		dom0.clock.shift(1);
		const fresh = await read();
		expect(fresh.host.at).toBeGreaterThan(late.host.at);
		expect(fresh.host.cpus).toBe(1);
	});
});

describe('an overloaded dom0, whose hypervisor has not answered yet', () => {
	/** Its sleepers wake fifty times as soon; by the clock, `late` times as late as they meant to. */
	const openHasty = async (prepare: (dom0: CapturedDom0) => void, late = 0) => {
		const patient = createShiftedClock();
		const slept: number[] = [];
		const dom0 = await createCapturedDom0({
			...patient,
			sleep: async (seconds, signal) => {
				slept.push(seconds);
				await patient.sleep(seconds / 50, signal);
				patient.shift(signal?.aborted ? 0 : seconds * late);
			},
		});
		prepare(dom0);
		const connection = await dom0.connect();
		return {
			dom0,
			slept,
			read: () => connection.sample({delay: 2}, new AbortController().signal),
		};
	};

	test('the first sample shows what xenstore and the kernel know, and says what is to come', async () => {
		const {dom0, slept, read} = await openHasty(({hypervisor}) => hypervisor.behave('python', () => {}));
		const sample = await read();
		expect(domainOf(sample, 1)).toMatchObject({
			name: 'd1',
			uuid: expect.any(String),
			state: 'unknown',
			vcpusReason: 'the hypervisor did not report it',
			memory: {maximumKiB: 131_072},
		});
		expect(diskOf(domainOf(sample, 1), 'xvda')).toMatchObject({source: '/dev/loop0', writeSectors: 8192});
		expect(sample.problems).toMatchObject([
			{
				kind: 'late',
				message: 'The hypervisor has not answered yet.',
				advice: expect.stringMatching(/^Names /),
			},
		]);
		expect(slept).not.toContain(10);
		expect(dom0.hypervisor.started).toHaveLength(1);
	});

	test('a refresh whose time is over before QEMU is asked waits no time for it, not less', async () => {
		const {slept, read} = await openHasty(({hypervisor}) => hypervisor.behave('python', () => {}), 2);
		expect(domainOf(await read(), 1).disks).toHaveLength(5);
		expect(slept).toContain(0);
		expect(Math.min(...slept)).toBe(0);
	});

	test('where xenstore has reported nothing either, connecting waits longer for the hypervisor', async () => {
		const {slept, read} = await openHasty(({hypervisor, store}) => {
			hypervisor.behave('python', () => {});
			store.hush();
		});
		expect(slept).toContain(10);
		const sample = await read();
		expect(diskOf(domainOf(sample, 1), 'xvda')).toMatchObject({writeSectors: 8192});
		expect(sample.problems.map(({kind}) => kind)).toContain('late');
	});
});

describe('a QEMU that falls silent', () => {
	test('costs its own disks their new numbers; the domain’s other devices are read all the same', async () => {
		const {dom0, read} = await openDom0();
		const before = domainOf(await read(), 1);
		dom0.qemu.hush();
		dom0.clock.shift(1);
		dom0.move(1000);
		const sample = await read({delay: 0.2});
		expect(sample.problems).toEqual([]);
		const after = domainOf(sample, 1);
		expect(after.at).toBeGreaterThan(before.at);
		expect(diskOf(after, 'xvda')).toMatchObject({writeSectors: 9192});
		expect(diskOf(after, 'xvdh')).toEqual(diskOf(before, 'xvdh'));
		expect(after.nics?.[0]?.receiveBytes).toBeGreaterThan(0);
	});

	test('is one problem of its domain, and counts again when it speaks', async () => {
		const {dom0, read} = await openDom0();
		dom0.qemu.hush();
		const {key} = domainOf(await read(), 1);
		await eventually(async () => (await read()).problems).toMatchObject([{kind: 'silent', domain: key}]);
		const sample = await read();
		expect(sample.problems).toHaveLength(1);
		expect(diskOf(domainOf(sample, 1), 'xvdh')?.reason).toMatch(/does not answer/);
		expect(diskOf(domainOf(sample, 1), 'xvdb')).toMatchObject({writeSectors: 8192});
		dom0.qemu.speak();
		dom0.clock.shift(30);
		await eventually(async () => (await read()).problems).toEqual([]);
		expect(diskOf(domainOf(await read(), 1), 'xvdh')).toMatchObject({writeBytes: 4_194_304});
	});

	test('at the end of a refresh’s time its domain alone repeats its last reading, and that is reported', async () => {
		const {dom0, read} = await openDom0();
		const before = await read();
		dom0.qemu.hush();
		dom0.clock.shift(1);
		const aborting = new AbortController();
		const reading = read({delay: 60}, aborting.signal);
		await eventually(dom0.qemu.clients).toBe(1);
		await heard();
		aborting.abort();
		const sample = await reading;
		expect(sample.problems).toMatchObject([{kind: 'missed', message: '1 domain was not read in time.'}]);
		expect(domainOf(sample, 1)).toEqual(domainOf(before, 1));
		expect(domainOf(sample, 2).at).toBeGreaterThan(domainOf(before, 2).at);
	});
});

test('counters of QEMU and of the network have the time at which they were true', async () => {
	const {dom0, read} = await openDom0();
	const before = dom0.clock.monotonic();
	const domain = domainOf(await read(), 1);
	const times = [diskOf(domain, 'xvdh')?.at, ...(domain.nics?.map(({at}) => at) ?? [])];
	expect(times).toHaveLength(3);
	for (const at of times) {
		expect(at).toBeGreaterThan(before);
		expect(at).toBeLessThan(domain.at);
	}

	expect(diskOf(domain, 'xvda')?.at).toBeUndefined();
});
