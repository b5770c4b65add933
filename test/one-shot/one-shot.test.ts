import {describe, expect, test} from 'vitest';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Domain, ProblemReport} from '../../source/model/sample.ts';
import {runOneShot} from '../../source/one-shot/one-shot.ts';
import type {OneShotCommand} from '../../source/one-shot/one-shot-command.ts';
import type {Sampler} from '../../source/sampling/sampler.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aDisk, aDomain, aNic, aReading, aSample, usageAfter, usageWith} from '../helpers/sample-builder.ts';
import {start} from '../helpers/sampler-world.ts';
import {xenSample, xenTarget} from '../helpers/xen-usage.ts';

const usage = usageWith(
	aDomain('web', {
		memory: {currentKiB: 1024},
		disks: [aDisk('vda', {readBytes: 1})],
		nics: [aNic('tap0', {receiveBytes: 2})],
	}),
);

const run = (command: OneShotCommand, published: Usage = usage, changes: Partial<Sampler> = {}) => {
	const sampler = createFakeSampler(changes);
	const told: string[] = [];
	const lines = runOneShot(
		command,
		sampler,
		async () => {},
		(line) => told.push(line),
	);
	sampler.publish(published);
	sampler.end();
	return {lines, sampler, told};
};

const memstat = (period?: number): OneShotCommand => ({name: 'dommemstat', domain: 'web', period});

describe('of a domain that something holds', () => {
	const busy = {reason: 'its monitor does not answer', seconds: 9};
	const problems = [{kind: 'held', domain: 'web', message: 'Its monitor hangs.', advice: 'Look.'}];
	const domain = aDomain('web', {
		busy,
		memory: {balloon: 'present', currentKiB: 1024, stats: [{tag: 'actual', value: 1024}]},
		disks: [aDisk('vda', {reason: 'something holds the domain'})],
	});
	const held = usageAfter([[aReading(aSample([domain], {problems}))]]);

	test('statistics that were not reported are no answer, and the reason is printed', async () => {
		await expect(run(memstat(), held).lines).rejects.toThrow('Its monitor hangs.');
		const asked = run(memstat(), held, {memoryStats: () => Promise.reject(new Error('asked all the same'))});
		await expect(asked.lines).rejects.toThrow('Its monitor hangs.');
		const disks = run({name: 'domblkstat', domain: 'web', device: undefined}, held);
		await expect(disks.lines).rejects.toThrow('Its monitor hangs.');
	});
});

describe('a one-shot', () => {
	test('reads once and ends with an empty line, as virsh does', async () => {
		const {lines, sampler} = run(memstat());
		expect(await lines).toEqual(['actual 1024', '']);
		expect(sampler.asked()).toEqual([1]);
		expect(await run({name: 'domblkstat', domain: 'web', device: undefined}).lines).toEqual([
			' rd_bytes 1',
			'',
		]);
		expect(await run({name: 'domblkstat', domain: 'web', device: 'vda'}).lines).toEqual([
			'vda rd_bytes 1',
			'',
		]);
		expect(await run({name: 'domifstat', domain: 'web', device: 'tap0'}).lines).toEqual([
			'tap0 rx_bytes 2',
			'',
		]);
	});

	test('prints memory as the hypervisor’s own client does where that can be asked, notes apart', async () => {
		const answer = {
			stats: [
				{tag: 'rss', value: 7},
				{tag: 'actual', value: 0},
			] as const,
			notes: ['Mind.'],
		};
		const {lines, told} = run(memstat(), usage, {memoryStats: async () => answer});
		expect(await lines).toEqual(['rss 7', 'actual 0', '']);
		expect(told).toEqual(['Mind.']);
		const refused = run(memstat(), usage, {
			memoryStats: () => Promise.reject(new DriverError('Not running.', 'Start it.')),
		});
		await expect(refused.lines).rejects.toThrow('Not running.');
	});

	test('says nothing where nothing could be read: the failure was reported', async () => {
		expect(await run(memstat(), usageAfter([[aReading(undefined)]])).lines).toEqual([]);
	});

	test('refuses a domain that is not there', async () => {
		await expect(run(memstat(), usageWith()).lines).rejects.toThrow(
			new DriverError('There is no domain web.', 'Run domtop -b -n 1 to list the domains.'),
		);
	});

	test('finds it on whichever connection has it', async () => {
		const both = usageAfter([
			[aReading(undefined, {uri: 'xl:'}), aReading(aSample([aDomain('web', {memory: {residentKiB: 5}})]))],
		]);
		expect(await run(memstat(), both).lines).toEqual(['rss 5', '']);
	});
});

describe('of a container', () => {
	const ask = (diskSum: Domain['diskSum'], device?: string) =>
		run({name: 'domblkstat', domain: 'c1', device}, usageWith(aDomain('c1', {disks: [], diskSum}))).lines;

	test('what it reads and writes stands under no name, as of virsh', async () => {
		const counted = {readRequests: 96, readBytes: 6_291_456, writeRequests: 0, writeBytes: 0};
		expect(await ask(counted)).toEqual([' rd_req 96', ' rd_bytes 6291456', ' wr_req 0', ' wr_bytes 0', '']);
		await expect(ask(counted, 'vda')).rejects.toThrow('c1 has no disk vda.');
	});

	test('that it is unknown is reported, and why', async () => {
		await expect(ask({reason: 'blkio is not mounted'})).rejects.toThrow(
			'What c1 reads and writes is unknown: blkio is not mounted.',
		);
	});
});

describe('of a Xen host', () => {
	const xen = usageAfter([[aReading(xenSample(100, 0), {uri: 'xl:', driver: 'xen'})]]);

	test('disks are counted in virsh’s words, and what these words hide is told apart', async () => {
		const {lines, told} = run({name: 'domblkstat', domain: 'd1', device: 'xvdb'}, xen);
		expect(await lines).toEqual([
			'xvdb rd_req 35',
			`xvdb rd_bytes ${4120 * 4096}`,
			'xvdb wr_req 74',
			`xvdb wr_bytes ${8272 * 4096}`,
			'xvdb errs 0',
			'xvdb flush_operations 1',
			'',
		]);
		expect(told).toEqual([
			expect.stringContaining('waited for a free slot'),
			expect.stringContaining('Bytes of d1 xvdb are 8 times too high'),
		]);
	});

	test('only the disk that was asked for counts, and no other question is about disks', async () => {
		const sda = run({name: 'domblkstat', domain: 'd1', device: 'sda'}, xen);
		await sda.lines;
		expect(sda.told).toEqual([expect.stringContaining('waited for a free slot')]);
		for (const command of [
			{name: 'dommemstat', domain: 'd1', period: undefined},
			{name: 'domifstat', domain: 'd1', device: 'vif1.0'},
		] as const) {
			const {lines, told} = run(command, xen);
			await lines;
			expect(told).toEqual([]);
		}
	});

	test('there is no period to set, and that is all that happens', async () => {
		const {sampler, clock} = start((clock) => [xenTarget(clock)], {delay: 0.5});
		const lines = runOneShot(
			{name: 'dommemstat', domain: 'd1', period: 5},
			sampler,
			() => clock.sleep(1),
			() => {},
		);
		await expect(lines).rejects.toThrow('The period of d1 cannot be set: Xen has no balloon statistics.');
		await sampler.close();
	});
});

describe('with a period', () => {
	test('it sets the period and prints nothing', async () => {
		const set: unknown[] = [];
		const {lines} = run(memstat(0), usage, {
			async setBalloonPeriod({domain}, seconds) {
				set.push([domain.name, seconds]);
				return seconds;
			},
		});
		expect(await lines).toEqual([]);
		expect(set).toEqual([['web', 0]]);
	});

	test('a refusal is reported', async () => {
		const {lines} = run(memstat(5), usage, {
			setBalloonPeriod: () => Promise.reject(new DriverError('No.', 'Leave it.')),
		});
		await expect(lines).rejects.toThrow('No.');
	});
});

describe('a domain that does not answer', () => {
	const busy: ProblemReport = {
		kind: 'busy',
		domain: 'web',
		message: 'Another client holds the QMP socket of web.',
		advice: 'Let that client leave.',
	};
	const onlyKernel = aDomain('web', {
		memory: {residentKiB: 5, stats: [{tag: 'rss', value: 5}], reason: 'another client holds the QMP socket'},
		disksReason: 'another client holds the QMP socket',
		nics: [aNic('tap0', {receiveBytes: 2})],
	});
	const told = (domain: Domain, ...problems: ProblemReport[]): Usage =>
		usageAfter([[aReading(aSample([domain], {problems}))]]);

	/** What is published at each attempt; the last one stays. */
	const ask = (command: OneShotCommand, ...published: Usage[]) => {
		const sampler = createFakeSampler();
		let attempts = 0;
		let pauses = 0;
		const lines = runOneShot(
			command,
			{
				...sampler,
				async run() {
					sampler.publish(published[attempts++] ?? (published.at(-1) as Usage));
				},
			},
			async () => {
				pauses++;
			},
			() => {},
		);
		return {lines, count: () => [attempts, pauses]};
	};

	test('is asked again, and refused in the words of its problem', async () => {
		for (const command of [
			memstat(),
			memstat(5),
			{name: 'domblkstat', domain: 'web', device: 'vda'},
		] as const) {
			const {lines, count} = ask(command, told(onlyKernel, busy));
			await expect(lines).rejects.toThrow(new DriverError(busy.message, busy.advice));
			expect(count()).toEqual([3, 2]);
		}
	});

	test('is answered for as soon as it does', async () => {
		const {lines, count} = ask(memstat(), told(onlyKernel, busy), usage);
		expect(await lines).toEqual(['actual 1024', '']);
		expect(count()).toEqual([2, 1]);
	});

	test('has the counters that the host alone knows', async () => {
		const {lines, count} = ask({name: 'domifstat', domain: 'web', device: 'tap0'}, told(onlyKernel, busy));
		expect(await lines).toEqual(['tap0 rx_bytes 2', '']);
		expect(count()).toEqual([1, 0]);
	});

	test('has no old numbers passed for new ones', async () => {
		const old = aDomain('web', {at: 50, memory: {balloon: 'present', currentKiB: 1}});
		await expect(ask(memstat(), told(old, busy)).lines).rejects.toThrow(busy.message);
	});

	test('nor is half an answer one, where nothing is wrong with the domain itself', async () => {
		const hidden = {
			kind: 'no-monitor',
			message: 'The balloon of web is unknown: no socket.',
			advice: 'Add one.',
		};
		const closed = aDomain('web', {memory: {residentKiB: 5, reason: 'no socket'}, disksReason: 'no socket'});
		const {lines, count} = ask(memstat(), told(closed, hidden));
		await expect(lines).rejects.toMatchObject({
			message: 'The memory statistics of web are unknown: no socket.',
			advice: 'Add one.',
		});
		expect(count()).toEqual([1, 0]);
		await expect(ask(memstat(), told(closed)).lines).rejects.toMatchObject({
			advice: 'Run domtop -b -n 1 to see all that could not be read.',
		});
		const blocks = ask({name: 'domblkstat', domain: 'web', device: undefined}, told(closed, hidden));
		await expect(blocks.lines).rejects.toMatchObject({advice: 'Add one.'});
	});

	test('nor is what a domain is configured to have, where its hypervisor has not answered', async () => {
		const memory = {
			maximumKiB: 9,
			reason: 'the guest reports nothing',
			stats: [{tag: 'available', value: 9}],
		} as const;
		const late = {kind: 'late', message: 'The hypervisor has not answered yet.', advice: 'Wait.'};
		await expect(ask(memstat(), told(aDomain('web', {memory}), late)).lines).rejects.toThrow(late.message);
		const whole = aDomain('web', {memory: {...memory, currentKiB: 8}});
		expect(await ask(memstat(), told(whole, late)).lines).toEqual(['actual 8', 'available 9', '']);
	});

	test('with a problem that leaves the answer whole, answers', async () => {
		const refused = {...busy, kind: 'period', message: 'Its period was not set.'};
		const domain = aDomain('web', {memory: {balloon: 'present', currentKiB: 7}});
		expect(await ask(memstat(), told(domain, refused)).lines).toEqual(['actual 7', '']);
	});
});
