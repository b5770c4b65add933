import {join} from 'node:path';
import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import type {OpenCampaign} from './campaign.ts';
import {campaigns} from './campaigns.ts';
import {createChance} from './chance.ts';
import {type Fault, fault} from './fault.ts';
import {type Failure, runTrials} from './run-trials.ts';
import {controlFaults, lineFaults, numberFaults, valueFaults} from './text-faults.ts';
import {watchChild} from './watch-child.ts';

describe('one input after the other', () => {
	const failuresOf = async (
		check: (at: number) => readonly Fault[],
		from = 0,
	): Promise<readonly Failure[]> => {
		const failures: Failure[] = [];
		let at = from;
		const open = (): OpenCampaign => ({
			next: () => ({input: 'in\u001Bput', check: () => check(at)}),
		});
		await runTrials(
			{open},
			{
				seed: 3,
				from,
				goesOn: (place) => place < from + 4,
				onFailure: (failure) => failures.push(failure),
				onPlace: (place) => {
					at = place;
				},
			},
		);
		return failures;
	};

	test('each that fails is reported, with its place and its input, and the others go on', async () => {
		const failures = await failuresOf((at) => {
			if (at === 11) {
				throw new TypeError('x is undefined');
			}

			return at === 13 ? [fault('number', 'NaN')] : [];
		}, 10);
		expect(failures).toMatchObject([
			{kind: 'crash', seed: 3, at: 11, input: '"in\\u001bput"'},
			{kind: 'number', text: 'NaN', at: 13},
		]);
		expect(failures[0]?.text).toContain('x is undefined');
	});

	test('a prototype that was changed is reported', async () => {
		const prototype = Object.prototype as Record<string, unknown>;
		try {
			const failures = await failuresOf((at) => {
				prototype.polluted = at;
				return [];
			});
			expect(failures[0]?.kind).toBe('pollution');
		} finally {
			delete prototype.polluted;
		}
	});
});

describe('a process of its own', () => {
	const leg = (name: string) => ({
		name,
		seed: 1,
		from: 0,
		seconds: 60,
		count: 0,
		file: join(temporaryFolder(), 'place'),
	});
	const script = join(import.meta.dirname, 'stuck-child.ts');

	test('that hangs is ended by its processor time, and its place is reported', async () => {
		const {failures, at, done} = await watchChild(leg('hangs'), {hangCpuSeconds: 0.3, script});
		expect([failures.map(({kind}) => kind), at, done]).toEqual([['hang'], 7, undefined]);
		expect(failures[0]?.at).toBe(7);
	});

	test('that dies tells its place', async () => {
		const {failures, at} = await watchChild(leg('dies'), {hangCpuSeconds: 30, script});
		expect(failures).toMatchObject([{kind: 'crash', at: 7}]);
		expect(at).toBe(7);
	});

	test('that does its inputs says how many', async () => {
		const {failures, done} = await watchChild({...leg('uris'), count: 50, from: 3});
		expect(failures).toEqual([]);
		expect(done?.inputs).toBe(50);
	});
});

test.each(campaigns.map((campaign) => [campaign.name, campaign] as const))(
	'%s: a seed gives the same inputs again, wherever it begins',
	async (_name, {open}) => {
		const campaign = await open();
		const inputs = (places: readonly number[]): string =>
			inspect(
				places.map((place) => campaign.next(createChance(5, place)).input),
				{depth: 10},
			);
		expect(inputs([3, 4])).toBe(inputs([3, 4]));
		expect(inputs([4])).not.toBe(inputs([3]));
		await campaign.close?.();
	},
);

describe('what is looked for', () => {
	test.each(['\u0000', '\n', '\u001B', '\u007F', '\u009B', '\u202E', '\u2028', '\u2069', '\u200E', '\uD800'])(
		'%j is obeyed by a terminal',
		(letter) => {
			expect(controlFaults(`a${letter}b`, 'it')).toHaveLength(1);
		},
	);

	test('texts of guests are not', () => {
		expect(controlFaults('ü 日本 👩‍👩‍👧 \uFFFD – …', 'it')).toEqual([]);
	});

	test.each(['NaN', 'CPU Infinity%', 'x undefined', '[object Object]', 'used -5', '-1', 'a\n-1'])(
		'%j is no number',
		(text) => {
			expect(numberFaults(text, 'it', ['web'])).toHaveLength(1);
			expect(numberFaults(text, 'it', [`chosen ${text}`])).toEqual([]);
		},
	);

	test('numbers, dates and names are', () => {
		expect(lineFaults(['2026-11-20T12:00:00Z', 'web-1 5 0.5', '–'], 'it', [])).toEqual([]);
	});

	test('JSON has no number below nothing, no null and no endless one', () => {
		expect(valueFaults({a: [1, 0.5, {b: 'x'}]}, 'it')).toEqual([]);
		for (const odd of [null, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
			expect(valueFaults({a: [1, {b: odd}]}, 'it')).toMatchObject([
				{kind: 'number', text: `it.a.1.b is ${odd}`},
			]);
		}
	});
});
