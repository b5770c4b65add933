import {test} from 'vitest';
import {openCapture, programHere} from '../../captures/open-capture.ts';
import {alpha, beta, gamma, tap} from './domain-xml.ts';
import {describeLibvirt, openLab} from './lab.ts';
import {system, type Virsh} from './virsh.ts';
import {makeDisk} from './world.ts';

/** Seconds within which libvirtd answers when no guest holds it. */
const promptSeconds = 0.4;

/** Resolves once libvirtd has answered promptly three times: guests that have just booted hold their monitors. */
const untilCalm = async ({stats}: Virsh): Promise<void> => {
	for (let prompt = 0; prompt < 3; ) {
		const began = performance.now();
		await stats();
		prompt = performance.now() - began < promptSeconds * 1000 ? prompt + 1 : 0;
	}
};

describeLibvirt('a recording', () => {
	test('of libvirtd’s domains: paused, plugged, gone and back', async () => {
		const {folder, enter, run, virsh} = openLab();
		const versions = {libvirt: (await run('libvirtd', '--version')).trim()};
		const {sample, close} = await openCapture(
			{
				name: 'libvirt/mixed',
				scene:
					'alpha, beta and gamma run with two disks each, idle is off; alpha has a tap, alpha and beta a balloon period. After 3 refreshes beta is paused for 2, then alpha gets a disk, then gamma is destroyed, and comes back after 2; then gamma gets a period.',
				uri: system,
				delay: 1,
				versions,
			},
			programHere(folder, enter),
		);
		await untilCalm(virsh);
		await run('bash', '-c', `for i in {1..20}; do echo $i > /dev/udp/${tap.guestAddress}/9; done`);
		await sample(3);
		await virsh.ask('suspend', beta.name);
		await sample(2);
		await virsh.ask('resume', beta.name);
		const disk = makeDisk(folder, 'extra');
		await virsh.ask('attach-disk', alpha.name, disk, 'vdc', '--targetbus', 'virtio', '--live');
		await sample(2);
		await virsh.ask('destroy', gamma.name);
		await sample(2);
		await virsh.ask('start', gamma.name);
		await sample(2);
		await virsh.ask('dommemstat', gamma.name, '--period', '2', '--live');
		await sample(3);
		await close();
	}, 300_000);
});
