import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {deviceName} from '../../../drivers/xen/device-name.ts';
import {libvirtDeviceNumber, xenDeviceNumber} from '../../../drivers/xen/device-number.ts';

describe('both number a disk alike', () => {
	test.each([
		['xvda', 51712],
		['xvda1', 51713],
		['xvda15', 51727],
		['xvdb', 51728],
		['xvdp', 51952],
		['xvdp15', 51967],
		['xvda16', 268435472],
		['xvda255', 268435711],
		['xvdq', 268439552],
		['xvdaa', 268442112],
		['xvdbgqcv', 536870656],
		['xvdbgqcv255', 536870911],
		['hda', 768],
		['hda63', 831],
		['hdb', 832],
		['hdc', 5632],
		['hdd', 5696],
		['hdd63', 5759],
		['sda', 2048],
		['sda15', 2063],
		['sdb', 2064],
		['sde', 2112],
		['sdp', 2288],
	])('%s is %i', (name, number) => {
		expect(libvirtDeviceNumber(name)).toBe(number);
		expect(xenDeviceNumber(name)).toBe(number);
		expect(deviceName(number)).toBe(name);
	});

	test.each([
		['d0p0', 'xvda'],
		['d5p1', 'xvdf1'],
		['d16p0', 'xvdq'],
		['d0x10p0', 'xvdq'],
		['d0X10p010', 'xvdq8'],
		['d26p255', 'xvdaa255'],
	])('%s is %s', (pair, name) => {
		expect(libvirtDeviceNumber(pair)).toBe(libvirtDeviceNumber(name));
		expect(xenDeviceNumber(pair)).toBe(xenDeviceNumber(name));
		expect(xenDeviceNumber(pair)).toBeDefined();
	});

	test.each([
		'',
		'xvd',
		'xvd1',
		'xvdA',
		'xvda01',
		'xvda1x',
		'xvda-1',
		' xvda',
		'hde',
		'hda64',
		'hdf',
		'sdq',
		'sda16',
		'vda',
		'fda',
		'd1',
		'd1p',
		'dp1',
		'd-1p0',
		'd08p1',
		'd1p1x',
		'd99999999999p1',
		`xvd${'z'.repeat(1000)}`,
		`xvda${'9'.repeat(1000)}`,
		'-1',
		'0x',
		'2147483648',
		'sda\n',
	])('%j is no disk', (name) => {
		expect(libvirtDeviceNumber(name)).toBeUndefined();
		expect(xenDeviceNumber(name)).toBeUndefined();
	});
});

describe('where they differ', () => {
	test.each([
		['51712', undefined, 51712],
		['0xca00', undefined, 51712],
		['0145000', undefined, 51712],
		['0', undefined, 0],
		['2147483647', undefined, 2147483647],
		['xvda0', 51712, undefined],
		['hda0', 768, undefined],
		['sda0', 2048, undefined],
		['xvda256', 268435712, undefined],
		['d0p256', 268435712, undefined],
		['xvdbgqcw', 268435456, undefined],
		['xvdbgqcw256', undefined, undefined],
	])('%s is %s to libvirt and %s to Xen', (name, libvirt, xen) => {
		expect(libvirtDeviceNumber(name)).toBe(libvirt);
		expect(xenDeviceNumber(name)).toBe(xen);
	});
});

const letters = fc.integer({min: 0, max: 2 ** 20 - 1}).map((index): string => {
	let text = '';
	for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
		text = String.fromCharCode(97 + (rest % 26)) + text;
	}

	return text;
});
const suffix = (most: number) =>
	fc.integer({min: 0, max: most}).map((partition) => (partition === 0 ? '' : String(partition)));
const named = (prefix: string, disks: fc.Arbitrary<string>, most: number) =>
	fc.tuple(disks, suffix(most)).map(([disk, partition]) => `${prefix}${disk}${partition}`);
const names = fc.oneof(
	named('xvd', letters, 255),
	named('xvd', fc.constantFrom(...'abcdefghijklmnopqr'), 17),
	named('hd', fc.constantFrom(...'abcd'), 63),
	named('sd', fc.constantFrom(...'abcdefghijklmnop'), 15),
);

test('name → devid → name', () => {
	fc.assert(
		fc.property(names, (name) => {
			const number = xenDeviceNumber(name);
			expect(libvirtDeviceNumber(name)).toBe(number);
			expect(deviceName(number ?? -1)).toBe(name);
		}),
	);
});

test('devid → name → devid, and no two devids of one name', () => {
	fc.assert(
		fc.property(fc.oneof(fc.nat(2 ** 16), fc.integer({min: 2 ** 28, max: 2 ** 29 - 1})), (number) => {
			const name = deviceName(number);
			if (name !== undefined) {
				expect(xenDeviceNumber(name)).toBe(number);
				expect(name).toMatch(/^(?:xvd|hd|sd)[a-z]+(?:[1-9][0-9]*)?$/);
			}
		}),
	);
});

test.each([
	0,
	1,
	255,
	767,
	896,
	1024,
	2304,
	5760,
	51711,
	51968,
	268435456,
	268435471,
	536870912,
	2147483647,
	-1,
	0.5,
	Number.NaN,
	2 ** 53,
])('%d is of no known scheme', (number) => {
	expect(deviceName(number)).toBeUndefined();
});
