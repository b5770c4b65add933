import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {setTimeout} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Guest} from './guest.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {guestAddress, hostCounter, mayTap, ownTap, setTapUp} from './own-tap.ts';
import {report} from './program.ts';
import {alpha, gamma} from './three-guests.ts';
import {rowOf} from './witness.ts';

const sentBytes = 300_000;

/** Sends until the tap took enough: the first packets wait for the guest's address, and a slow guest's queue overflows. */
const sendToGuest = async (): Promise<void> => {
	const socket = createSocket('udp4');
	const packet = Buffer.alloc(1000);
	const before = hostCounter('tx_bytes');
	while (hostCounter('tx_bytes') - before < sentBytes) {
		for (let sent = 0; sent < 10; sent += 1) {
			await new Promise((resolve) => socket.send(packet, 9, guestAddress, resolve));
		}

		await setTimeout(10);
	}

	socket.close();
	await once(socket, 'close');
};

(mayTap ? describeLab : describeLab.skip)('counters of a real tap', () => {
	let lab: Lab;
	let guest: Guest;
	let bystander: Guest;

	beforeAll(async () => {
		lab = openLab();
		[guest, bystander] = await Promise.all([lab.boot({...alpha, tap: ownTap}), lab.boot(gamma)]);
		setTapUp();
	});

	afterAll(() => lab.close());

	test('are those of the host with the directions turned, and receive is what the guest was sent', async () => {
		const read = async () => {
			const [line] = await report(['-c', lab.uri, '-n', '1', '-d', '2']);
			expect(rowOf(line, bystander)?.nics).toEqual([]);
			expect(rowOf(line, guest)?.nics?.map(({name}) => name)).toEqual([ownTap.name]);
			return rowOf(line, guest)?.nics?.[0];
		};
		const before = await read();
		await sendToGuest();
		const lowest = {tx: hostCounter('tx_bytes'), rx: hostCounter('rx_bytes')};
		const after = await read();
		expect(after?.receiveBytes).toBeGreaterThanOrEqual(lowest.tx);
		expect(after?.receiveBytes).toBeLessThanOrEqual(hostCounter('tx_bytes'));
		expect(after?.transmitBytes).toBeGreaterThanOrEqual(lowest.rx);
		expect(after?.transmitBytes).toBeLessThanOrEqual(hostCounter('rx_bytes'));
		const grown = (name: 'receiveBytes' | 'transmitBytes' | 'receivePackets'): number =>
			(after?.[name] ?? Number.NaN) - (before?.[name] ?? Number.NaN);
		expect(grown('receiveBytes')).toBeGreaterThanOrEqual(sentBytes);
		expect(grown('receivePackets')).toBeGreaterThanOrEqual(sentBytes / 1500);
		expect(grown('transmitBytes')).toBeLessThan(sentBytes / 10);
	});
});
