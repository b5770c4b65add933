import {expect, test} from 'vitest';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Domain} from '../../source/model/sample.ts';
import {nicLines} from '../../source/one-shot/nic-lines.ts';
import {aRow} from '../helpers/rows-builder.ts';
import {aNic} from '../helpers/sample-builder.ts';
import {virshOutput, virshValues} from '../helpers/virsh-output.ts';

const lines = (name: string, changes: Partial<Domain>): readonly string[] =>
	nicLines(aRow(changes).usage, name);

test('the names and their order are those of virsh', () => {
	const values = virshValues('domifstat');
	const nic = aNic('lab1.0', {
		receiveBytes: values.get('rx_bytes'),
		receivePackets: values.get('rx_packets'),
		receiveErrors: values.get('rx_errs'),
		receiveDrops: values.get('rx_drop'),
		transmitBytes: values.get('tx_bytes'),
		transmitPackets: values.get('tx_packets'),
		transmitErrors: values.get('tx_errs'),
		transmitDrops: values.get('tx_drop'),
	});
	const output = virshOutput('domifstat').slice(0, -1);
	expect(output.length).toBe(8);
	expect(lines('lab1.0', {nics: [nic]})).toEqual(output);
});

test('each name has its own counter', () => {
	const nic = aNic('tap0', {
		receiveBytes: 1,
		receivePackets: 2,
		receiveErrors: 3,
		receiveDrops: 4,
		transmitBytes: 5,
		transmitPackets: 6,
		transmitErrors: 7,
		transmitDrops: 8,
	});
	expect(lines('tap0', {nics: [nic]}).map((line) => line.split(' ')[2])).toEqual([...'12345678']);
});

test('a NIC is found by its name or hardware address; what is unknown has no line', () => {
	const nics = [aNic('tap0', {mac: '52:54:00:12:34:56', receiveBytes: 0})];
	expect(lines('52:54:00:12:34:56'.toUpperCase(), {nics})).toEqual([
		'52:54:00:12:34:56 rx_bytes 0'.toUpperCase().replace('RX_BYTES', 'rx_bytes'),
	]);
	expect(lines('tap0', {nics})).toEqual(['tap0 rx_bytes 0']);
});

test('no such NIC, unknown NICs and counters say why', () => {
	const nics = [aNic('tap0', {reason: 'user-mode network'})];
	expect(() => lines('tap', {nics})).toThrow(new DriverError('web has no NIC tap.', 'It has: tap0.'));
	expect(() => lines('tap0', {nics})).toThrow('The counters of tap0 are unknown: user-mode network.');
	const advice = (changes: Partial<Domain>): string => {
		try {
			return lines('tap0', changes).join();
		} catch (error) {
			return (error as DriverError).advice;
		}
	};
	expect(advice({nics})).toBe('There is nothing to show.');
	expect(advice({nics: []})).toBe('It has: none.');
	expect(advice({nicsReason: 'not root'})).toBe('They are unknown: not root.');
});
