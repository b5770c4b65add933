import {expect, test} from 'vitest';
import type {ConfiguredNic} from '../../../drivers/qemu/configured-nics.ts';
import {currentNics} from '../../../drivers/qemu/current-nics.ts';
import type {PluggedNic} from '../../../drivers/qemu/plugged-nics.ts';

const configured = (id: string, changes: Partial<ConfiguredNic> = {}): ConfiguredNic => ({
	name: id,
	type: 'tap',
	device: id,
	network: `net-${id}`,
	model: 'virtio-net-pci',
	mac: 'aa',
	descriptors: [],
	...changes,
});

const plugged = (device: string | undefined, network: string | undefined, mac?: string): PluggedNic => ({
	path: `/machine/peripheral/${device ?? 'device[0]'}`,
	device,
	network,
	mac,
});

const current = (
	given: readonly ConfiguredNic[],
	nics: readonly PluggedNic[],
	ids = nics.flatMap(({device}) => device ?? []),
) => {
	const {present, gone} = currentNics(given, {nics, ids: new Set(ids)});
	return [present, gone].map((list) => list.map(({name, mac, type}) => `${name} ${mac} ${type}`));
};

test('what QEMU does not tell is as the command line has it', () => {
	const given = [configured('a')];
	expect(currentNics(given, undefined)).toEqual({present: given, gone: []});
	expect(current(given, [plugged('a', undefined)])).toEqual([['a aa tap'], []]);
});

test('a device that is not there was unplugged; one of a model that is not known is there by its id', () => {
	const given = [configured('a'), configured('b', {model: 'some-nic'}), configured('c', {model: 'some-nic'})];
	expect(current(given, [], ['b'])).toEqual([['b aa tap'], ['a aa tap', 'c aa tap']]);
});

test('one plugged in anew under the same id has its own address and network', () => {
	expect(current([configured('a')], [plugged('a', 'net-a', 'bb')])).toEqual([['a bb tap'], []]);
	expect(current([configured('a')], [plugged('a', 'other', 'bb')])).toEqual([
		['a bb undefined'],
		['a aa tap'],
	]);
	expect(current([configured('a')], [plugged('a', '', 'bb')])).toEqual([['a bb undefined'], ['a aa tap']]);
});

test('another device on the network of one that went has that network', () => {
	expect(current([configured('a')], [plugged('b', 'net-a', 'bb')])).toEqual([['b bb tap'], ['a aa tap']]);
});

test('devices without ids are told by their networks, as long as QEMU tells them', () => {
	const given = [configured('a', {device: undefined, name: 'net-a'})];
	expect(current(given, [plugged(undefined, 'net-a', 'bb')])).toEqual([['net-a bb tap'], []]);
	expect(current(given, [])).toEqual([[], ['net-a aa tap']]);
	expect(current(given, [plugged('x', undefined)], ['x'])).toEqual([
		['net-a aa tap', 'x undefined undefined'],
		[],
	]);
});

test('what -nic and -net made stays, and is not there twice', () => {
	const given = [configured('nic0', {device: undefined, network: undefined, model: undefined})];
	expect(current(given, [plugged(undefined, '#net123'), plugged(undefined, 'hub0port1')])).toEqual([
		['nic0 aa tap'],
		[],
	]);
});

test('a network that waited for its device has it', () => {
	const given = [
		configured('net-a', {device: undefined, model: undefined, network: 'net-a', mac: undefined}),
	];
	expect(current(given, [])).toEqual([['net-a undefined tap'], []]);
	expect(current(given, [plugged('nic7', 'net-a', 'bb')])).toEqual([['nic7 bb tap'], []]);
});
