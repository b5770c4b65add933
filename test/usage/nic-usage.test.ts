import {expect, test} from 'vitest';
import {nicUsage} from '../../source/usage/nic-usage.ts';
import {changed} from '../helpers/plain-of.ts';
import {aNic} from '../helpers/sample-builder.ts';

const before = aNic('tap0', {
	receiveBytes: 1000,
	transmitBytes: 2000,
	receivePackets: 10,
	transmitPackets: 20,
	receiveErrors: 1,
	transmitErrors: 0,
	receiveDrops: 100,
	transmitDrops: 0,
});

test('divides what was added by the seconds between, each direction by itself', () => {
	const after = {...before, receiveBytes: 3000, transmitBytes: 2002, receivePackets: 14, transmitPackets: 20};
	expect(nicUsage(before, after, 2)).toEqual({
		nic: after,
		receiveBytesPerSecond: 1000,
		transmitBytesPerSecond: 1,
		receivePacketsPerSecond: 2,
		transmitPacketsPerSecond: 0,
		faultsPerSecond: 0,
	});
});

test('errors and drops of both directions are added up', () => {
	const after = {...before, receiveErrors: 3, transmitErrors: 4, receiveDrops: 101, transmitDrops: 5};
	expect(nicUsage(before, after, 2).faultsPerSecond).toBe((2 + 4 + 1 + 5) / 2);
});

test('errors are subtracted counter by counter: one that was reset hides nothing and adds nothing', () => {
	const after = {...before, receiveErrors: 5, receiveDrops: 0};
	expect(nicUsage(before, after, 2).faultsPerSecond).toBe(2);
	const all = {...before, receiveErrors: 0, receiveDrops: 0};
	expect(nicUsage({...before, transmitErrors: 1, transmitDrops: 1}, all, 2).faultsPerSecond).toBeUndefined();
});

test('a counter that was unknown before adds nothing: its past is no part of this interval', () => {
	const {receiveDrops, ...partly} = before;
	expect(nicUsage(partly, {...before, receiveErrors: 3}, 2).faultsPerSecond).toBe(1);
});

test('wraps of 32-bit counters go on, errors too', () => {
	const high = aNic('vif1.0', {receiveBytes: 2 ** 32 - 2, receiveErrors: 2 ** 32 - 2, counterBits: 32});
	const usage = nicUsage(high, {...high, receiveBytes: 2, receiveErrors: 2}, 2);
	expect([usage.receiveBytesPerSecond, usage.faultsPerSecond]).toEqual([2, 2]);
});

test('without a past or without counters everything is unknown', () => {
	for (const usage of [
		nicUsage(undefined, before, 2),
		nicUsage(before, before, undefined),
		nicUsage(aNic('tap1'), aNic('tap1'), 2),
	]) {
		const {nic, ...rates} = changed(usage, {});
		expect(Object.values(rates).filter((value) => value !== undefined)).toEqual([]);
	}
});
