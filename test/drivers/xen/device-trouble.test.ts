import {expect, test} from 'vitest';
import {unreadableReasons} from '../../../drivers/xen/backend/vbd-reader.ts';
import {deviceTrouble} from '../../../drivers/xen/device-trouble.ts';

const reasons = [...unreadableReasons];
const [reason = ''] = reasons;

test('all disks of a domain that cannot be read are one problem', () => {
	const disks = ['xvda', 'xvdb', 'xvdc'].map((name) => ({name, reason}));
	expect(deviceTrouble('key', 'web', disks)).toEqual({
		kind: 'devices',
		domain: 'key',
		message: `The counters of xvda and 2 more of web cannot be read: ${reason}.`,
		advice: 'Look into /sys/bus/xen-backend/devices; the other devices are shown.',
	});
	expect(deviceTrouble('key', 'web', disks.slice(2))?.message).toBe(
		`The counters of xvdc of web cannot be read: ${reason}.`,
	);
});

test.each(reasons)('%s is a problem', (one) => {
	expect(deviceTrouble('key', 'web', [{name: 'xvda'}, {name: 'xvdb', reason: one}])?.message).toContain(one);
});

test('a disk that counts, or whose backend does not, is none', () => {
	const closed = 'its backend is Closed: nothing counts';
	expect(deviceTrouble('key', 'web', [{name: 'xvda'}, {name: 'xvdb', reason: closed}])).toBeUndefined();
	expect(deviceTrouble('key', 'web', undefined)).toBeUndefined();
});
