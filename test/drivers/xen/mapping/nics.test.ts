import {expect, test} from 'vitest';
import {type NicParts, xenNics} from '../../../../drivers/xen/mapping/nics.ts';

const mac = '00:16:3e:00:00:01';

const nicsOf = (parts: Partial<NicParts>) =>
	xenNics(3, {vifs: [], readVif: () => [], stored: [], unlistedReason: undefined, ...parts});

test('each vif stands before its emulated twin, and both have the address of the configuration', () => {
	const parts = {
		vifs: [0, 2],
		readVif: (devid: number, name: string | undefined) => [
			{name: name ?? `vif3.${devid}`, receiveBytes: devid},
			...(devid === 0 ? [{name: 'vif3.0-emu', receiveBytes: 9}] : []),
		],
		stored: [
			{devid: 2, backendDomain: 0, mac, name: 'web0'},
			{devid: 0, backendDomain: 0, mac},
		],
	};
	expect(nicsOf(parts)).toEqual([
		{name: 'vif3.0', mac, receiveBytes: 0},
		{name: 'vif3.0-emu', mac, receiveBytes: 9},
		{name: 'web0', mac, receiveBytes: 2},
	]);
	expect(nicsOf({...parts, stored: undefined}).map((nic) => [nic.name, nic.mac])).toEqual([
		['vif3.0', undefined],
		['vif3.0-emu', undefined],
		['vif3.2', undefined],
	]);
});

test('one of a driver domain says whose it is, one of dom0 that is not there why', () => {
	const stored = [
		{devid: 0, backendDomain: 5, mac, name: 'far0'},
		{devid: 1, backendDomain: 0},
	];
	expect(nicsOf({stored})).toEqual([
		{name: 'far0', mac, reason: 'domain 5, a driver domain, serves it'},
		{name: 'vif3.1', mac: undefined, reason: 'dom0 does not serve it (yet)'},
	]);
	expect(nicsOf({stored, unlistedReason: 'there is no folder'}).map(({reason}) => reason)).toEqual([
		'domain 5, a driver domain, serves it',
		'there is no folder',
	]);
});
