import {expect, test} from 'vitest';
import type {Device} from '../../source/usage/device.ts';
import {type DomainUsage, rescaled} from '../../source/usage/domain-usage.ts';
import {createHistory, type History, historyLength} from '../../source/usage/history.ts';
import {type Moment, type Usage, usageOf} from '../../source/usage/usage.ts';
import {createChance} from '../fuzz/chance.ts';
import {momentAt} from '../helpers/sample-builder.ts';
import {createEagerHistory} from './eager-history.ts';
import {eagerRefresh} from './eager-refresh.ts';
import {rescaled as eagerRescaled} from './eager-usage.ts';
import {madeWorld} from './made-world.ts';

const lastPoints = (values: readonly (number | undefined)[], factor = 1): readonly number[] =>
	values.slice(-historyLength).map((value) => Math.fround(value ?? Number.NaN) * factor);

/** The first reading of a device makes no rate, and is left out where the second makes one. */
const withoutFirst = (
	pairs: readonly (readonly [number | undefined, number | undefined])[],
): readonly (readonly [number | undefined, number | undefined])[] => {
	const isUnknown = (place: number): boolean => pairs[place]?.every((one) => one === undefined) ?? true;
	return pairs.length > 1 && pairs.length <= historyLength && isUnknown(0) && !isUnknown(1)
		? pairs.slice(1)
		: pairs;
};

const compare = (history: History, eager: ReturnType<typeof createEagerHistory>): void => {
	for (const [rowKey, {cpu, disk, devices}] of eager.tracks) {
		expect(history.cpu(rowKey)).toEqual(lastPoints(cpu));
		expect(history.disk(rowKey, 'physical')).toEqual(lastPoints(disk.physical));
		expect(history.disk(rowKey, '512')).toEqual(lastPoints(disk['512']));
		for (const [key, {pairs, factor}] of devices) {
			const [kind, name] = key.split('/') as [Device['kind'], string];
			const shown = withoutFirst(pairs);
			for (const sectors of ['512', 'physical'] as const) {
				const times = sectors === 'physical' ? factor : 1;
				expect(history.device(rowKey, {kind, name}, sectors)).toEqual([
					lastPoints(
						shown.map(([one]) => one),
						times,
					),
					lastPoints(
						shown.map(([, other]) => other),
						times,
					),
				]);
			}
		}

		for (const name of ['vda', 'vdb', 'vdc', 'vdd', 'vdx'].filter((one) => !devices.has(`disk/${one}`))) {
			expect(history.device(rowKey, {kind: 'disk', name}, '512')).toEqual([[], []]);
		}
	}
};

const run = (place: number, refreshes: number, every: number): void => {
	const chance = createChance(15, place);
	const world = madeWorld(chance);
	const history = createHistory();
	const eager = createEagerHistory();
	let usage: Usage | undefined;
	let domains: readonly DomainUsage[] = [];
	let sectors: Moment['sectors'] = 'physical';
	for (let refresh = 0; refresh < refreshes; refresh++) {
		const at = 100 + 2 * refresh;
		const readings = world.refresh(at);
		const moment = momentAt(at + 0.5, sectors);
		usage = usageOf(usage, readings, moment);
		domains = eagerRefresh(domains, readings, moment);
		if (chance.happens(0.2)) {
			sectors = chance.pick(['physical', '512']);
			const choice = sectors;
			usage = {...usage, domains: usage.domains.map((domain) => rescaled(domain, choice))};
			domains = domains.map((domain) => eagerRescaled(domain, choice));
		}

		// Rows of one key share a history, and only the first of them counts: no real host has them.
		if (new Set(domains.map(({rowKey}) => rowKey)).size !== domains.length) {
			return;
		}

		history.record(usage);
		eager.record(domains);
		if (refresh % every === every - 1) {
			compare(history, eager);
		}
	}
};

test('the history in typed arrays has bit by bit the points of an eager usage, in a thousand worlds', () => {
	for (let place = 0; place < 1000; place++) {
		run(place, 9, 1);
	}
});

test('also where more was read than is kept', () => {
	for (let place = 5000; place < 5020; place++) {
		run(place, 2 * historyLength + 17, 13);
	}
});
