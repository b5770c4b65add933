import {expect, test} from 'vitest';
import {textLines} from '../source/batch/text-format.ts';
import {boundedSample, deviceLimits} from '../source/model/domain-bounds.ts';
import type {ProblemReport, Sample} from '../source/model/sample.ts';
import {problemLines} from '../source/scene/problem-lines.ts';
import {cleanText} from '../source/text/clean-text.ts';
import {uniqueNames} from '../source/text/unique-names.ts';
import {problemLimit, type Usage, usageOf} from '../source/usage/usage.ts';
import {csvLines, jsonLine} from './helpers/batch-lines.ts';
import {sliceLimit, sliceRatio} from './helpers/longest-slice.ts';
import {aDomain, aReading, aSample, momentAt} from './helpers/sample-builder.ts';

const combining = '\u0301';

/** What a driver makes of so many times what is taken. */
const sampleOf = (at: number, times: number, nameOf: (index: number) => string): Sample => {
	const devices = uniqueNames(
		Array.from({length: times * deviceLimits.disks}, (_, index) => ({
			name: cleanText(nameOf(index)),
			readBytes: at,
			receiveBytes: at,
		})),
	);
	const problems = Array.from(
		{length: times * problemLimit},
		(_, index): ProblemReport => ({
			kind: `kind${index}`,
			message: cleanText(times === 1 ? 'It is not well.' : `It is not well: ${combining.repeat(60_000)}.`),
			advice: 'Mend it.',
		}),
	);
	return aSample([aDomain('web', {at, cpuSeconds: at, disks: devices, nics: devices})], {problems});
};

/** Two refreshes and all that is written of them. */
const linesOf = (samples: readonly Sample[]): readonly string[] => {
	let usage: Usage | undefined;
	for (const [index, sample] of samples.entries()) {
		usage = usageOf(usage, [aReading(boundedSample(sample))], momentAt(100 + index));
	}

	const order = {sort: 'io', reverse: false, filter: ''};
	return usage === undefined
		? []
		: [
				jsonLine(usage),
				...csvLines(usage, 'disks', undefined, order),
				...textLines(usage, 'nics', undefined, order, false),
				...problemLines(usage.problems, usage.at, 80).map(({text}) => text),
			];
};

test('ten times as many devices and problems, renamed at each refresh, with long names of marks: what is written and the longest slice stay', async () => {
	const honest = [100, 101].map((at) => sampleOf(at, 1, (index) => `disk${index}`));
	const hostile = [100, 101].map((at) =>
		sampleOf(at, 10, (index) => `${at}-${index}${combining.repeat(10_000)}`),
	);
	const [few, many] = [linesOf(honest), linesOf(hostile)];
	// One row, and one problem a kind of device and for the problems left out.
	expect(many.length).toBeLessThan(few.length + 20);
	expect(many.join('').length).toBeLessThan(2 * few.join('').length);
	expect(
		await sliceRatio(
			() => linesOf(honest),
			() => linesOf(hostile),
		),
	).toBeLessThan(sliceLimit);
});

test('of names that are alike as far as they are kept none costs more than its place, and each is kept', () => {
	const names = uniqueNames(
		Array.from({length: 4096}, (_, index) => ({
			name: cleanText(`${'x'.repeat(300)}${index}`),
		})),
	).map(({name}) => name);
	expect(new Set(names).size).toBe(4096);
	expect(Math.max(...names.map((name) => [...name].length))).toBeLessThanOrEqual(256);
	expect(names.every((name) => cleanText(name) === name)).toBe(true);
});
