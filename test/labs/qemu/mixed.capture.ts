import {execFileSync} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {expect, onTestFinished, test} from 'vitest';
import {openCapture, programHere, versionOf} from '../../captures/open-capture.ts';
import type {Guest} from './guest.ts';
import {describeLab, openLab} from './lab.ts';
import {alpha, beta, gamma} from './three-guests.ts';

/** Both ends of the tap, out of the range for benchmarks. */
const tap = {name: 'lab0', address: '198.18.0.2/30'};
const hostAddress = '198.18.0.1/30';

/** Sends packets to the guest, which need not arrive. */
const sendToGuest = async (): Promise<void> => {
	const socket = createSocket('udp4');
	for (let sent = 0; sent < 50; sent += 1) {
		await new Promise((resolve) => socket.send(Buffer.alloc(1000), 9, '198.18.0.2', resolve));
	}

	socket.close();
};

const versions = () => ({QEMU: versionOf('qemu-system-x86_64', '--version')});

const setPeriod = ({monitor}: Guest, path: string, seconds: number): Promise<unknown> =>
	monitor.ask('qom-set', {path, property: 'guest-stats-polling-interval', value: seconds});

const plugDisk = async ({monitor: {ask}}: Guest): Promise<void> => {
	await ask('blockdev-add', {driver: 'null-co', 'node-name': 'plugged', size: 1024 ** 2});
	await ask('device_add', {driver: 'virtio-blk-pci', id: 'extra', drive: 'plugged'});
};

describeLab('a recording', () => {
	test('of guests in a folder: paused, plugged, gone and back', async () => {
		const lab = openLab();
		onTestFinished(lab.close);
		const [first, second, third] = await Promise.all([
			lab.boot({...alpha, tap}),
			lab.boot(beta),
			lab.boot(gamma),
		]);
		execFileSync('ip', ['address', 'add', hostAddress, 'dev', tap.name]);
		execFileSync('ip', ['link', 'set', tap.name, 'up']);
		await setPeriod(first, '/machine/peripheral/balloon0', 2);
		const {sample, close} = await openCapture(
			{
				name: 'qemu/mixed',
				scene:
					'Three guests with two disks each: alpha has a tap and a balloon period of 2 s, beta a balloon without a name, gamma none. After 3 refreshes beta is paused for 2, then alpha gets a disk, then gamma is killed, and comes back after 3.',
				uri: lab.uri,
				delay: 1,
				versions: versions(),
			},
			programHere(lab.folder),
		);
		await sendToGuest();
		await sample(3);
		await second.monitor.ask('stop');
		await sample(2);
		await second.monitor.ask('cont');
		await plugDisk(first);
		await sample(2);
		await third.kill();
		await sample(3);
		await lab.boot(third.options);
		await sample(3);
		await close();
	}, 300_000);

	test('of this machine, with a guest whose process is stopped', async () => {
		const lab = openLab();
		onTestFinished(lab.close);
		const [first] = await Promise.all([lab.boot(alpha), lab.boot(beta)]);
		const {sample, close} = await openCapture(
			{
				name: 'qemu/stopped',
				scene:
					'Two guests, found as processes of this machine. After 3 refreshes alpha is stopped by a signal for 4.',
				uri: 'qmp:',
				delay: 1,
				versions: versions(),
			},
			programHere(lab.folder),
		);
		await sample(3);
		first.signal('SIGSTOP');
		await sample(4);
		first.signal('SIGCONT');
		await sample(3);
		await close();
		expect(first.pid).toBeGreaterThan(0);
	}, 300_000);
});
