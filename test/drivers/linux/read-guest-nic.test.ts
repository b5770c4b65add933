import {expect, test} from 'vitest';
import {guestNicOrigins, readGuestNic} from '../../../drivers/linux/read-guest-nic.ts';
import {createCapturedHost} from '../qemu/captured-host.ts';

test('the host’s receive is the guest’s transmit', () => {
	const {root, captured, write} = createCapturedHost([]);
	const counter = (name: string) => Number(captured(`/sys/class/net/qtap1/statistics/${name}`));
	const nic = readGuestNic(root, 'qtap1');
	expect(nic).toEqual({
		receiveBytes: counter('tx_bytes'),
		transmitBytes: counter('rx_bytes'),
		receivePackets: counter('tx_packets'),
		transmitPackets: counter('rx_packets'),
		receiveErrors: counter('tx_errors'),
		transmitErrors: counter('rx_errors'),
		receiveDrops: counter('tx_dropped'),
		transmitDrops: counter('rx_dropped'),
	});
	write('/sys/class/net/qtap1/statistics/tx_bytes', '4711\n');
	expect(readGuestNic(root, 'qtap1')).toEqual({...nic, receiveBytes: 4711});
	expect(guestNicOrigins.receiveBytes).toBe('tx_bytes of /sys/class/net/<nic>/statistics');
});

test.each(['nothing', '', '..', '../net/qtap1', 'a/b', 'a\0b'])('%j is no interface', (name) => {
	expect(readGuestNic(createCapturedHost([]).root, name)).toBeUndefined();
});

test('what is no number is unknown', () => {
	const {root, write} = createCapturedHost([]);
	write('/sys/class/net/qtap1/statistics/tx_bytes', 'much\n');
	write('/sys/class/net/qtap1/statistics/rx_bytes', '18446744073709551615\n');
	expect(readGuestNic(root, 'qtap1')).not.toHaveProperty('receiveBytes');
	expect(readGuestNic(root, 'qtap1')).not.toHaveProperty('transmitBytes');
});
