import {describe, expect, test} from 'vitest';
import {DriverError} from '../source/driver-error.ts';
import {type OneShot, runOneShot} from '../source/one-shot.ts';
import type {Sampler} from '../source/sampler.ts';
import type {Usage} from '../source/usage.ts';
import {createFakeSampler} from './helpers/fake-sampler.ts';
import {aDisk, aDomain, aNic, aReading, aSample, usageAfter, usageWith} from './helpers/sample-builder.ts';

const usage = usageWith(
	aDomain('web', {
		memory: {currentKiB: 1024},
		disks: [aDisk('vda', {readBytes: 1})],
		nics: [aNic('tap0', {receiveBytes: 2})],
	}),
);

const run = (command: OneShot, published: Usage = usage, changes: Partial<Sampler> = {}) => {
	const sampler = createFakeSampler(changes);
	const lines = runOneShot(command, sampler);
	sampler.publish(published);
	sampler.end();
	return {lines, sampler};
};

const memstat = (period?: number): OneShot => ({name: 'dommemstat', domain: 'web', period});

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

	test('says nothing where nothing could be read: the failure was told', async () => {
		expect(await run(memstat(), usageAfter([[aReading(undefined)]])).lines).toEqual([]);
	});

	test('refuses a domain that is not there', async () => {
		await expect(run(memstat(), usageWith()).lines).rejects.toThrow(
			new DriverError('There is no domain web.', 'Run domtop -b -n 1 to see those there are.'),
		);
	});

	test('finds it on whichever connection has it', async () => {
		const both = usageAfter([
			[aReading(undefined, {uri: 'xl:'}), aReading(aSample([aDomain('web', {memory: {residentKiB: 5}})]))],
		]);
		expect(await run(memstat(), both).lines).toEqual(['rss 5', '']);
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

	test('a refusal is told', async () => {
		const {lines} = run(memstat(5), usage, {
			setBalloonPeriod: () => Promise.reject(new DriverError('No.', 'Leave it.')),
		});
		await expect(lines).rejects.toThrow('No.');
	});
});
