import {describe, expect, test} from 'vitest';
import {memoryStat} from '../../source/model/memory-stat.ts';
import type {Memory, MemoryTag} from '../../source/model/sample.ts';
import {memoryUsage} from '../../source/usage/memory-usage.ts';

const memory = (values: Partial<Record<MemoryTag, number>>): Memory => ({
	balloon: 'present',
	stats: Object.entries(values).map(([tag, value]) => ({tag: tag as MemoryTag, value})),
});

const unknown = {
	swapInKiBPerSecond: undefined,
	swapOutKiBPerSecond: undefined,
	majorFaultsPerSecond: undefined,
	minorFaultsPerSecond: undefined,
};

test('a tag that was not answered is unknown, one of 0 is 0', () => {
	expect(memoryStat(memory({unused: 0}), 'unused')).toBe(0);
	expect(memoryStat(memory({unused: 0}), 'usable')).toBeUndefined();
	expect(memoryStat({}, 'usable')).toBeUndefined();
	expect(memoryStat(undefined, 'usable')).toBeUndefined();
});

describe('memoryUsage', () => {
	const before = memory({
		swap_in: 100,
		swap_out: 0,
		major_fault: 7,
		minor_fault: 1000,
		last_update: 1_795_220_750,
	});
	const after = memory({
		swap_in: 400,
		swap_out: 0,
		major_fault: 10,
		minor_fault: 4000,
		last_update: 1_795_220_760,
	});

	test('divides by the time between the answers of the guest, not by that between the refreshes', () => {
		expect(memoryUsage(before, after, 2, undefined)).toEqual({
			swapInKiBPerSecond: 30,
			swapOutKiBPerSecond: 0,
			majorFaultsPerSecond: 0.3,
			minorFaultsPerSecond: 300,
		});
	});

	test('the same answer again keeps the last rates', () => {
		const rates = memoryUsage(before, after, 2, undefined);
		expect(memoryUsage(after, after, 2, rates)).toBe(rates);
		expect(memoryUsage(after, after, 2, undefined)).toEqual(unknown);
	});

	test('an answer from before the last one, and a guest that rebooted, are unknown', () => {
		expect(memoryUsage(after, before, 2, undefined)).toEqual(unknown);
		const rebooted = memory({
			swap_in: 0,
			swap_out: 0,
			major_fault: 1,
			minor_fault: 5,
			last_update: 1_795_220_765,
		});
		expect(memoryUsage(after, rebooted, 2, undefined)).toEqual({...unknown, swapOutKiBPerSecond: 0});
	});

	test('where the source never says when, the time of the readings counts', () => {
		expect(memoryUsage(memory({swap_in: 100}), memory({swap_in: 400}), 2, undefined)).toEqual({
			...unknown,
			swapInKiBPerSecond: 150,
		});
	});

	test('where only one of the two says when, nobody knows how long it was', () => {
		expect(memoryUsage(memory({swap_in: 1}), after, 2, undefined)).toEqual(unknown);
		expect(memoryUsage(before, memory({swap_in: 400}), 2, undefined)).toEqual(unknown);
	});

	test('without a past, and without answers, everything is unknown', () => {
		expect(memoryUsage(undefined, after, undefined, undefined)).toEqual(unknown);
		expect(memoryUsage({}, {}, 2, undefined)).toEqual(unknown);
		expect(memoryUsage(after, {}, 2, undefined)).toEqual(unknown);
	});
});

describe('where the clock that dates the answers was stepped between two of them', () => {
	const answer = (swapped: number, update: number, age: Partial<Memory>): Memory => ({
		...memory({swap_in: swapped, last_update: update}),
		period: 2,
		...age,
	});
	const rateOf = (before: Memory, after: Memory): number | undefined =>
		memoryUsage(before, after, 4, undefined).swapInKiBPerSecond;

	test.each([0, 3600, -3600, 86_400, -86_400])('by %s s, the monotonic clock counts', (step) => {
		expect(rateOf(answer(0, 1000, {statsAge: 1}), answer(80, 1004 + step, {statsAge: 1}))).toBe(20);
	});

	test('the dates count while both clocks say the same but for a part of a second', () => {
		expect(rateOf(answer(0, 1000, {statsAge: 1.2}), answer(80, 1004, {statsAge: 0.6}))).toBe(20);
	});

	test('and the age of the first is not known, a time that cannot be is none', () => {
		const first = answer(0, 1000, {statsAgeAtLeast: 0});
		expect(rateOf(first, answer(80, 1004, {statsAge: 0}))).toBe(20);
		expect(rateOf(first, answer(80, 4604, {statsAge: 0}))).toBeUndefined();
		expect(rateOf(first, answer(80, 400, {statsAge: 0}))).toBeUndefined();
		expect(rateOf(first, answer(80, 1004, {statsAge: 0, period: 0}))).toBeUndefined();
	});
});
