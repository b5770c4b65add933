import {afterAll, beforeAll, expect, test} from 'vitest';
import {nicOf} from '../rows.ts';
import type {Guest} from './guest.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {type Watch, watchOn} from './program.ts';
import {hasRates} from './witness.ts';

const packets = 100;
/** Data bytes of an echo request. Headers add 28 bytes, and Ethernet 14, which netback leaves out. */
const dataBytes = 1000;
const leastBytes = packets * (dataBytes + 28);
const mostBytes = packets * (dataBytes + 42) + 5000;
const dom0Address = '198.18.0.1';

describeXen('network interfaces', () => {
	let lab: Lab;
	let running: Watch;

	beforeAll(async () => {
		lab = await openLab();
		running = watchOn(lab.dom0, ['-d', '1']);
		await running.until(hasRates(lab.alpha.config, lab.beta.config));
	});

	afterAll(() => lab.close());

	const growth = async (guest: Guest, name: string, send: () => Promise<unknown>) => {
		const fresh = async () => nicOf(await running.fresh(), guest.config, name);
		const before = await fresh();
		await send();
		const after = await fresh();
		expect(after).toMatchObject({name, mac: guest.config.nic?.mac});
		const grown = (counter: 'receiveBytes' | 'transmitBytes' | 'receivePackets' | 'transmitPackets') =>
			(after?.[counter] ?? Number.NaN) - (before?.[counter] ?? Number.NaN);
		return {
			received: grown('receiveBytes'),
			sent: grown('transmitBytes'),
			packetsReceived: grown('receivePackets'),
			packetsSent: grown('transmitPackets'),
		};
	};

	const expectOneWay = (bytes: number, others: number, count: number): void => {
		expect(bytes).toBeGreaterThanOrEqual(leastBytes);
		expect(bytes).toBeLessThanOrEqual(mostBytes);
		expect(count).toBeGreaterThanOrEqual(packets);
		expect(others).toBeLessThan(5000);
	};

	test('what a guest sends it transmits, on an interface that was renamed', async () => {
		const {dom0, alpha} = lab;
		const name = alpha.config.nic?.name ?? '';
		await dom0.run(`ls -d /sys/class/net/${name} && sysctl -q net.ipv4.icmp_echo_ignore_all=1`);
		try {
			const {sent, received, packetsSent} = await growth(alpha, name, () =>
				alpha.run(`ping -q -c ${packets} -i 0.02 -W 1 -s ${dataBytes} ${dom0Address} > /dev/null; true`),
			);
			expectOneWay(sent, received, packetsSent);
		} finally {
			await dom0.run('sysctl -q net.ipv4.icmp_echo_ignore_all=0');
		}
	});

	test('what is sent to a guest it receives', async () => {
		const {dom0, beta} = lab;
		const address = beta.config.nic?.address ?? '';
		const ignore = '/proc/sys/net/ipv4/icmp_echo_ignore_all';
		await beta.run(`echo 1 > ${ignore}`);
		try {
			const {sent, received, packetsReceived} = await growth(beta, `vif${beta.domid}.0`, () =>
				dom0.attempt(`ping -q -c ${packets} -i 0.02 -W 1 -s ${dataBytes} ${address}`),
			);
			expectOneWay(received, sent, packetsReceived);
		} finally {
			await beta.run(`echo 0 > ${ignore}`);
		}
	});
});
