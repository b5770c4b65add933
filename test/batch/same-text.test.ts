import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {defaultSort} from '../../source/columns/rows.ts';
import type {Sample} from '../../source/model/sample.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {unpackLines} from '../captures/recording-file.ts';
import {storedRefreshes} from '../captures/stored-refreshes.ts';
import {csvLines, jsonLine} from '../helpers/batch-lines.ts';
import {aReading, momentAt} from '../helpers/sample-builder.ts';
import {anyUsage} from './any-usage.ts';
import * as joinedCsv from './joined-csv.ts';
import {treeJson} from './tree-json.ts';

const expectSameJson = (usage: Usage): void => {
	expect(jsonLine(usage)).toBe(treeJson(usage).toWellFormed());
};

const expectSameCsv = (usage: Usage): void => {
	for (const page of pageNames) {
		const order = {sort: defaultSort[page], reverse: false, filter: ''};
		expect(csvLines(usage, page, undefined, order)).toEqual(
			joinedCsv.csvLines(usage, page, undefined, order).map((line) => line.toWellFormed()),
		);
	}
};

describe('what is written piece by piece is what a tree of objects and joined cells are', () => {
	test('of any usage, in JSON', () => {
		fc.assert(fc.property(anyUsage, expectSameJson), {numRuns: 2000});
	});

	test('of any usage, in CSV on every page', () => {
		fc.assert(fc.property(anyUsage, expectSameCsv), {numRuns: 1000});
	});

	test('whichever columns CSV has', () => {
		const choice = fc
			.constantFrom(...pageNames)
			.chain((page) => fc.tuple(fc.constant(page), fc.subarray(columns[page].map(({key}) => key))));
		fc.assert(
			fc.property(anyUsage, choice, (usage, [page, chosen]) => {
				const order = {sort: 'name', reverse: true, filter: ''};
				expect(csvLines(usage, page, chosen, order)).toEqual(
					joinedCsv.csvLines(usage, page, chosen, order).map((line) => line.toWellFormed()),
				);
			}),
		);
	});

	const folder = join(import.meta.dirname, '../fixtures/labs');
	const recordings = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) =>
		name.endsWith('.br'),
	);

	test.each(recordings)('of every refresh of the lab that %s recorded', (name) => {
		let usage: Usage | undefined;
		const samples = storedRefreshes(unpackLines(readFileSync(join(folder, name)))).map(
			({sample}) => sample as Sample,
		);
		for (const sample of samples) {
			usage = usageOf(usage, [aReading(sample)], momentAt(sample.host.at));
			expectSameJson(usage);
			expectSameCsv(usage);
		}

		expect(samples.length).toBeGreaterThan(0);
	});
});
