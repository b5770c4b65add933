import {expect, test} from 'vitest';
import {type DomainUsage, rescaled} from '../../source/usage/domain-usage.ts';
import {type Totals, totalsOf} from '../../source/usage/totals.ts';
import {type Moment, type Usage, usageOf} from '../../source/usage/usage.ts';
import {createChance} from '../fuzz/chance.ts';
import {aDomain, momentAt, usageWith} from '../helpers/sample-builder.ts';
import {differences} from './differences.ts';
import {eagerRefresh} from './eager-refresh.ts';
import {totalsOf as eagerTotalsOf} from './eager-totals.ts';
import {domainUsage as eagerDomain, rescaled as eagerRescaled} from './eager-usage.ts';
import {madeWorld} from './made-world.ts';

const worlds = 2000;
const refreshes = 7;

test('a lazy usage says bit by bit what an eager usage says, in thousands of worlds', () => {
	let compared = 0;
	for (let place = 0; place < worlds; place++) {
		const chance = createChance(14, place);
		const world = madeWorld(chance);
		const asked: (() => readonly string[])[] = [];
		let lazy: Usage | undefined;
		let eager: readonly DomainUsage[] = [];
		let sectors: Moment['sectors'] = 'physical';
		for (let refresh = 0; refresh < refreshes; refresh++) {
			const at = 100 + 2 * refresh;
			const readings = world.refresh(at);
			const moment = momentAt(at + chance.pick([0.5, 4]), sectors);
			lazy = usageOf(lazy, readings, moment);
			eager = eagerRefresh(eager, readings, moment);
			if (chance.happens(0.2)) {
				sectors = chance.pick(['physical', '512']);
				const choice = sectors;
				lazy = {...lazy, domains: lazy.domains.map((domain) => rescaled(domain, choice))};
				eager = eager.map((domain) => eagerRescaled(domain, choice));
			}

			const [nowLazy, nowEager, path] = [lazy, eager, `world ${place}, refresh ${refresh}`];
			const compare = (): readonly string[] => [
				...(nowLazy.domains.length === nowEager.length ? [] : [`${path}: other rows`]),
				...nowEager.flatMap((domain, row) =>
					differences(nowLazy.domains[row], domain, `${path}, row ${row}`, ''),
				),
				...differences(
					totalsOf(nowLazy),
					eagerTotalsOf({...nowLazy, domains: nowEager}) satisfies Totals,
					`${path}, totals`,
					'',
				),
			];
			compared += nowEager.length;
			// A usage that is asked late, or only then, says the same.
			if (chance.happens(0.5)) {
				asked.push(compare);
			} else {
				expect(compare()).toEqual([]);
			}
		}

		expect(asked.flatMap((compare) => compare())).toEqual([]);
	}

	expect(compared).toBeGreaterThan(worlds * refreshes);
});

test('a lazy usage has the properties of an eager usage and no others', () => {
	const moment = momentAt(101);
	const domain = aDomain('web', {disks: [], vcpus: [], nics: []});
	const [lazy] = usageWith(domain).domains;
	const eager = eagerDomain(
		undefined,
		domain,
		{rowKey: '', host: '', uri: '', driver: '', isUnproven: undefined, mark: undefined},
		moment.monotonic,
		'physical',
	);
	const accessors = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(lazy));
	const names = Object.entries(accessors).flatMap(([name, {get}]) => (get ? [name] : []));
	expect(names.sort()).toEqual(Object.keys(eager).sort());
});
