import {expect, test} from 'vitest';
import {emulatedDrives} from '../../../../drivers/xen/backend/emulated-drives.ts';
import {xenDeviceNumber} from '../../../../drivers/xen/device-number.ts';

const drivesOf = (name: string): readonly string[] => emulatedDrives(xenDeviceNumber(name) ?? -1);

test.each([
	['hda', ['ide0-hd0', 'ide0-cd0', 'ide-768', 'ahcidisk-0']],
	['xvda', ['ide0-hd0', 'ide0-cd0', 'ide-51712', 'ahcidisk-0']],
	['d1p0', ['ide0-hd1', 'ide0-cd1', 'ide-51728', 'ahcidisk-1']],
	['hdc', ['ide1-hd0', 'ide1-cd0', 'ide-5632', 'ahcidisk-2']],
	['xvdd1', ['ide1-hd1', 'ide1-cd1', 'ide-51761', 'ahcidisk-3']],
	['xvdf', ['ahcidisk-5']],
	['sda', ['scsi0-hd0', 'ide-2048']],
	['sdp', ['scsi0-hd15', 'ide-2288']],
])('%s may be any of %j', (name, drives) => {
	expect(drivesOf(name)).toEqual(drives);
});

test.each(['xvdg', 'xvdq', 'xvdaa'])('%s is not emulated', (name) => {
	expect(drivesOf(name)).toEqual([]);
});

test('a number of no scheme is not emulated', () => {
	expect(emulatedDrives(4711)).toEqual([]);
});
