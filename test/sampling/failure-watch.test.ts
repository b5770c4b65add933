import {describe, expect, test} from 'vitest';
import type {Reading} from '../../source/driver/reading.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import {watchFailures} from '../../source/sampling/failure-watch.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

const refused: ProblemReport = {
	kind: 'connect',
	message: 'Cannot open /run/a.sock.',
	advice: 'Start the guest.',
};
const lost = (report: ProblemReport, uri = 'qmp:', sample?: Reading['sample']): Reading =>
	aReading(sample, {uri, status: {state: 'lost', message: report.message}, problems: [report]});
const well = aReading(aSample([aDomain('web')]), {uri: 'xl:'});

const watch = () => {
	const sampler = createFakeSampler();
	const lines: string[] = [];
	const failures = watchFailures(sampler, (line) => lines.push(line));
	return {
		sampler,
		lines,
		failures,
		publish: (...readings: Reading[]) => sampler.publish(usageAfter([readings])),
	};
};

describe('a failure of a connection', () => {
	test('is reported with its address and advice', () => {
		const {lines, publish} = watch();
		publish(lost(refused), lost({...refused, message: 'Cannot read qmp:///b.'}, 'qmp:///b'), well);
		expect(lines).toEqual([
			'qmp: Cannot open /run/a.sock. Start the guest.',
			'Cannot read qmp:///b. Start the guest.',
		]);
	});

	test('is reported once while it lasts, whatever its words, and again when it comes back', () => {
		const {lines, publish} = watch();
		const late = {...refused, kind: 'late'};
		for (const seconds of [2, 4, 6]) {
			publish(aReading(undefined, {problems: [{...late, message: `No answer for ${seconds} s.`}]}), well);
		}

		expect(lines).toEqual(['qmp: No answer for 2 s. Start the guest.']);
		publish(well);
		publish(aReading(undefined, {problems: [late]}), well);
		expect(lines.length).toBe(2);
	});

	test('is not one of a domain, nor what a driver cannot show', () => {
		const {lines, publish} = watch();
		const problems = [
			{...refused, domain: 'web'},
			{...refused, kind: 'hidden'},
		];
		publish(aReading(aSample([aDomain('web')], {problems})));
		expect(lines).toEqual([]);
	});
});

describe('nothing read', () => {
	test('from any connection ends the sampling', () => {
		const {sampler, failures, publish} = watch();
		publish(lost(refused), lost(refused, 'xl:'));
		expect([failures.nothingRead(), sampler.closed()]).toEqual([true, true]);
	});

	test('is not where one connection was read, once', () => {
		const {sampler, failures, publish} = watch();
		publish(lost(refused), well);
		expect([failures.nothingRead(), sampler.closed()]).toEqual([false, false]);
		publish(lost(refused), lost(refused, 'xl:', well.sample));
		expect([failures.nothingRead(), sampler.closed()]).toEqual([false, false]);
	});

	test('waits for a connection that is only late', () => {
		const {sampler, failures, publish} = watch();
		publish(lost(refused), aReading(undefined, {uri: 'xl:', problems: [{...refused, kind: 'late'}]}));
		expect([failures.nothingRead(), sampler.closed()]).toEqual([true, false]);
		publish(lost(refused), well);
		expect(failures.nothingRead()).toBe(false);
	});

	test('is where a connection stands and nothing of what was asked for ever answered: that is reported too', () => {
		const {sampler, failures, lines, publish} = watch();
		const silent = {
			kind: 'silent',
			message: '/run/a.sock has not answered for 1.0 s.',
			advice: 'Look at it.',
		};
		const unanswered = {...aSample([], {problems: [silent]}), unanswered: silent.message};
		publish(aReading(unanswered), lost(refused, 'xl:'));
		expect(lines).toEqual([
			'qmp: /run/a.sock has not answered for 1.0 s. Look at it.',
			'xl: Cannot open /run/a.sock. Start the guest.',
		]);
		expect([failures.nothingRead(), sampler.closed()]).toEqual([true, false]);
		publish(aReading(aSample([])), lost(refused, 'xl:'));
		expect(failures.nothingRead()).toBe(false);
	});

	test('is what there is before the first refresh, and without connections', () => {
		const {sampler, failures, publish} = watch();
		expect(failures.nothingRead()).toBe(true);
		publish();
		expect([failures.nothingRead(), sampler.closed()]).toEqual([true, true]);
	});
});

test('after the stop nothing is reported', () => {
	const {lines, failures, publish} = watch();
	failures.stop();
	publish(lost(refused));
	expect(lines).toEqual([]);
});
