import {describe, expect, test} from 'vitest';
import {watchBytes} from '../../source/app/warn-about-bytes.ts';
import type {Options} from '../../source/options/options.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';
import {someOptions} from '../helpers/some-options.ts';

const usageOf = (physicalSectorBytes: number, simulated = false): Usage =>
	usageAfter([
		[
			aReading(
				aSample([
					aDomain('web', {disks: [aDisk('xvda', {readSectors: 0, physicalSectorBytes})]}),
					aDomain('db'),
				]),
				{simulated},
			),
		],
	]);

/** What is told of these refreshes. */
const told = (options: Partial<Options>, ...refreshes: Usage[]): readonly string[] => {
	const sampler = createFakeSampler();
	const lines: string[] = [];
	watchBytes(sampler, someOptions(options), (line) => lines.push(line));
	for (const usage of refreshes) {
		sampler.publish(usage);
	}

	return lines;
};

const json = {command: {name: 'json'}} as const;

describe('bytes that depend on the size of a sector', () => {
	test('are reported once, in one line, at the first refresh that has some', () => {
		expect(told(json, usageOf(512))).toEqual([]);
		const lines = told(json, usageOf(512), usageOf(4096), usageOf(4096), usageOf(512), usageOf(4096));
		expect(lines.length).toBe(1);
		expect(lines[0]).toMatch(/^Bytes of web xvda are 8 times too high[^\n]+$/);
	});

	test('are reported for every output that shows them', () => {
		for (const name of ['json', 'text', 'csv'] as const) {
			for (const page of ['domains', 'disks'] as const) {
				expect(told({command: {name}, page}, usageOf(4096)).length, `${name} ${page}`).toBe(1);
			}
		}

		expect(told({command: {name: 'frame', columns: 80, rows: 24}, page: 'nics'}, usageOf(4096)).length).toBe(
			1,
		);
		expect(told({...json, page: 'memory'}, usageOf(4096)).length).toBe(1);
	});

	test('are not told where they are not shown: of a page without them, of a domain that is filtered out', () => {
		for (const name of ['text', 'csv'] as const) {
			for (const page of ['cpu', 'nics', 'memory'] as const) {
				expect(told({command: {name}, page}, usageOf(4096)), `${name} ${page}`).toEqual([]);
			}
		}

		expect(told({...json, filter: 'DB'}, usageOf(4096))).toEqual([]);
		expect(told({...json, filter: 'WEB'}, usageOf(4096)).length).toBe(1);
	});

	test('are not reported for a made-up host', () => {
		expect(told(json, usageOf(4096, true))).toEqual([]);
	});
});

describe('bytes that may be wrong', () => {
	const doubtful = (doubt: string | undefined): Usage =>
		usageAfter([[aReading(aSample([aDomain('web', {disks: [aDisk('xvda', {doubt})]})]))]]);

	test('are reported once, whatever else was reported', () => {
		const doubt = 'the factor is not known';
		expect(told(json, usageOf(4096), doubtful(undefined), doubtful(doubt), doubtful(doubt))).toEqual([
			expect.stringMatching(/^Bytes of web xvda are 8 times too high/),
			'Bytes of web xvda may be wrong: the factor is not known.',
		]);
	});
});
