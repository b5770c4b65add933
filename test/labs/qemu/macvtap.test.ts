import {execFileSync} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {findCommand} from '../find-command.ts';
import {describeLab} from './lab.ts';
import {pausedRow, startPausedGuest} from './paused-guest.ts';
import {report} from './program.ts';

const ip = findCommand('ip', process.env) ?? '';
const run = (...parameters: readonly string[]): void => {
	execFileSync(ip, parameters, {stdio: 'ignore'});
};

/** Names for this process alone: a cable, and a macvtap on one end of it. */
const [here, there, macvtap] = ['a', 'b', 'm'].map((end) => `dt${end}${process.pid % 1_000_000}`) as [
	string,
	string,
	string,
];
const subnet = `198.19.${process.pid % 256}`;

/** Makes the cable and the macvtap. False: only root may, on a kernel that knows both. */
const makeMacvtap = (): boolean => {
	try {
		run('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
		run('link', 'set', here, 'up');
		run('link', 'set', there, 'up');
		run('address', 'add', `${subnet}.1/24`, 'dev', here);
		run('link', 'add', 'link', there, 'name', macvtap, 'type', 'macvtap', 'mode', 'bridge');
		run('link', 'set', macvtap, 'up');
		return true;
	} catch {
		return false;
	}
};

const remove = (): void => {
	try {
		run('link', 'del', here);
	} catch {
		// The cable was never made.
	}
};

const counter = (name: string): number =>
	Number(readFileSync(`/sys/class/net/${macvtap}/statistics/${name}`, 'utf8'));

const broadcast = async (packets: number): Promise<void> => {
	const socket = createSocket('udp4');
	socket.bind(0, `${subnet}.1`);
	await once(socket, 'listening');
	socket.setBroadcast(true);
	for (let sent = 0; sent < packets; sent += 1) {
		await new Promise((resolve) => socket.send(Buffer.alloc(1000), 9, `${subnet}.255`, resolve));
	}

	socket.close();
	await once(socket, 'close');
};

const isHere = ip !== '' && makeMacvtap();
remove();
if (!isHere) {
	console.warn(
		'The test of macvtaps is skipped: it wants root, the command ip, and a kernel with veth and macvtap.',
	);
}

(isHere ? describeLab : describeLab.skip)('counters of a real macvtap', () => {
	test('given by its descriptors, counts in the guest’s direction', async () => {
		onTestFinished(remove);
		expect(makeMacvtap()).toBe(true);
		const [device] = readdirSync(`/sys/class/net/${macvtap}/macvtap`);
		const guest = await startPausedGuest(
			'macvtaps',
			['-netdev', 'tap,id=n0,fd=7', '-device', 'virtio-net-pci,netdev=n0,id=nic0,mac=52:54:00:00:00:03'],
			`7<>/dev/${device}`,
		);
		await broadcast(30);
		const before = {rx: counter('rx_bytes'), packets: counter('rx_packets'), tx: counter('tx_bytes')};
		expect(before.packets).toBeGreaterThanOrEqual(30);
		for (const uri of [guest.uri, 'qmp:']) {
			const [line] = await report(['-c', uri, '-n', '1', '-d', '1']);
			const nic = pausedRow(line, guest)?.nics?.[0];
			expect(pausedRow(line, guest)?.nics).toMatchObject([{name: macvtap, mac: '52:54:00:00:00:03'}]);
			expect(nic?.receiveBytes).toBeGreaterThanOrEqual(before.rx);
			expect(nic?.receiveBytes).toBeLessThanOrEqual(counter('rx_bytes'));
			expect(nic?.transmitBytes).toBeGreaterThanOrEqual(before.tx);
			expect(nic?.transmitBytes).toBeLessThanOrEqual(counter('tx_bytes'));
		}

		// In a network namespace of its own the macvtap counts nothing here, and an interface of its name here is another one.
		const network = `dt${process.pid}`;
		run('netns', 'add', network);
		onTestFinished(() => run('netns', 'del', network));
		run('link', 'set', macvtap, 'netns', network);
		run('link', 'add', macvtap, 'type', 'veth', 'peer', 'name', `${macvtap}p`);
		onTestFinished(() => run('link', 'del', macvtap));
		const [moved] = await report(['-c', guest.uri, '-n', '1', '-d', '1']);
		expect(pausedRow(moved, guest)?.nics).toEqual([
			{
				name: macvtap,
				mac: '52:54:00:00:00:03',
				reason: 'its macvtap is in another network namespace',
			},
		]);
	});
});
