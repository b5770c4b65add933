import {expect, test} from 'vitest';
import type {ConfiguredNic} from '../../../drivers/qemu/configured-nics.ts';
import {matchTaps} from '../../../drivers/qemu/guest-nics.ts';

const tap = (name: string, changes: Partial<ConfiguredNic> = {}): ConfiguredNic => ({
	name,
	type: 'tap',
	descriptors: [],
	...changes,
});

const held = (...taps: readonly (readonly [number, string])[]) => ({value: new Map(taps)});

test('taps are matched by descriptor, by name, then in their order', () => {
	expect(
		matchTaps(
			[
				tap('net0'),
				tap('net1', {interfaceName: 'tap1'}),
				tap('net2', {descriptors: [30]}),
				tap('net3', {type: 'bridge'}),
			],
			held([10, 'tap9'], [11, 'tap1'], [30, 'vnet4'], [31, 'vnet4'], [40, 'tap5']),
		).map(({name}) => name),
	).toEqual(['tap9', 'tap1', 'vnet4', 'tap5']);
});

test('a tap nobody configured was plugged in later; the queues of one are one', () => {
	expect(matchTaps([], held([10, 'tap0'], [11, 'tap0']))).toEqual([{name: 'tap0', tap: 'tap0'}]);
});

test('where we may not look, a name on the command line is enough, and its lack is said', () => {
	expect(
		matchTaps([tap('net0', {interfaceName: 'tap1'}), tap('net1'), tap('net2', {type: 'user'})], {
			refusal: 'denied',
		}),
	).toEqual([
		{name: 'tap1', tap: 'tap1'},
		{name: 'net1', reason: 'permission denied'},
		{name: 'net2', reason: 'user-mode networking has no counters'},
	]);
});

test('a tap the process does not hold is not known', () => {
	expect(matchTaps([tap('net0', {interfaceName: 'tap1'})], held())).toEqual([
		{name: 'net0', reason: 'its tap is not known'},
	]);
});
