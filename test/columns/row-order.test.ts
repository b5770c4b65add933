import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Column, type Row, rawContext} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {rowOrder} from '../../source/columns/row-order.ts';
import {allRows} from '../../source/columns/rows.ts';
import {aDisk, aDomain, usageWith} from '../helpers/sample-builder.ts';

/** Few names and few numbers, so that many rows are equal in what they are sorted by. */
const someDomains = fc
	.array(
		fc.record({
			name: fc.constantFrom('vm2', 'vm10', 'VM2', 'e\u0301', 'é', ''),
			seconds: fc.constantFrom(undefined, 0, 1, 2),
			isControl: fc.boolean(),
		}),
		{minLength: 1, maxLength: 12},
	)
	.map((all) =>
		all.map(({name, seconds, isControl}, index) =>
			aDomain(name, {
				key: `${index}`,
				cpuSeconds: seconds,
				...(isControl ? {control: true} : {}),
				disks: [aDisk('vda'), aDisk('vdb')],
			}),
		),
	);

test('the order does not depend on the order that it begins with', () => {
	fc.assert(
		fc.property(
			someDomains,
			fc.constantFrom(...pageNames),
			fc.nat(),
			fc.boolean(),
			fc.infiniteStream(fc.nat(1000)),
			(domains, page, chosen, reverse, shuffle) => {
				const rows = allRows(usageWith(...domains), page);
				const column = columns[page][chosen % columns[page].length];
				if (!column) {
					throw new Error('There is no column.');
				}

				const order = rowOrder(rows, column, reverse, rawContext);
				const ranks = rows.map(() => shuffle.next().value ?? 0);
				const start = rows
					.map((_, place) => place)
					.toSorted((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0));
				expect(rowOrder(rows, column, reverse, rawContext, start)).toEqual(order);
				expect(order.toSorted((one, other) => one - other)).toEqual(rows.map((_, place) => place));
			},
		),
		{numRuns: 500},
	);
});

test('where it begins with the right order, names are looked at once for two neighbours', () => {
	const domains = Array.from({length: 500}, (_, index) =>
		aDomain(`vm${(index * 7919) % 500}`, {cpuSeconds: 0}),
	);
	let looks = 0;
	const rows = allRows(usageWith(...domains), 'domains').map((row) => ({
		...row,
		usage: {
			get domain() {
				looks++;
				return row.usage.domain;
			},
		} as Row['usage'],
	}));
	const column = {value: () => 0} as unknown as Column;
	const sort = (start?: readonly number[]) => rowOrder(rows, column, false, rawContext, start);
	const order = sort();
	looks = 0;
	expect(sort(order)).toEqual(order);
	expect(looks).toBeLessThanOrEqual(500 + 2 * 500);
});
