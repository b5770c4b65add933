import {describe, inject, test} from 'vitest';
import {openCapture, programHere} from '../../captures/open-capture.ts';
import {system as uri} from '../libvirt/virsh.ts';
import {makeDisk} from '../libvirt/world.ts';
import {systems} from './recipe.ts';
import {untilMoved} from './until-moved.ts';
import {openWorld} from './world.ts';

const lab = inject('debian13');

describe.skipIf(lab === undefined)('a recording', () => {
	for (const system of systems) {
		test(`of ${system}: paused, plugged, gone and back`, async ({onTestFinished}) => {
			if (!lab) {
				return;
			}

			const world = await openWorld(system, lab.folder, lab.image);
			onTestFinished(world.close);
			const {ask} = world.virsh;
			await untilMoved(world);
			const {libvirt, qemu} = world.versions;
			const {sample, close} = await openCapture(
				{
					name: `debian13/${system}`,
					scene:
						'alpha has iothreads, virtio-scsi, a throttled disk, an empty cdrom, a tap and passt; beta an Open vSwitch port, virtio-mem and virtio-pmem; gamma 20 disks and no balloon. After 2 refreshes beta is paused for 2, then alpha gets a disk, then gamma is destroyed for 2 and comes back.',
					uri,
					delay: 1,
					versions: {libvirt, QEMU: qemu},
				},
				programHere(world.folder, world.enter),
			);
			await sample(2);
			await ask('suspend', 'beta');
			await sample(2);
			await ask('resume', 'beta');
			const disk = makeDisk(world.folder, 'alpha-vdx');
			await ask('attach-disk', 'alpha', disk, 'vdx', '--targetbus', 'virtio', '--subdriver', 'raw', '--live');
			await sample(2);
			await ask('destroy', 'gamma');
			await sample(2);
			await ask('start', 'gamma');
			await sample(2);
			await close();
		}, 600_000);
	}
});
