import {onTestFinished, test} from 'vitest';
import {openCapture} from '../../captures/open-capture.ts';
import {captureInDom0} from './capture-in-dom0.ts';
import {createGuest, prepareGuest} from './guest.ts';
import {diskText, gamma} from './guest-config.ts';
import {describeXen, openLab} from './lab.ts';
import {moveBlocks} from './witness.ts';

describeXen('a recording', () => {
	test('of Xen’s domains: paused, plugged, gone and back', async () => {
		const {dom0, alpha, beta, close: closeLab} = await openLab();
		onTestFinished(closeLab);
		await prepareGuest(dom0, gamma);
		const third = await createGuest(dom0, gamma);
		const [disk] = gamma.disks;
		const say = (line: string) => dom0.run(line);
		const versions = {
			Linux: (await say('uname -r')).trim(),
			Xen: await say("xl info | sed -n 's/^xen_version *: //p'"),
		};
		const {sample, close} = await openCapture(
			{
				name: 'xen/mixed',
				scene:
					'Domain-0 and alpha, beta and gamma: VBDs of all sector sizes, a QDisk, NICs. alpha reads and writes its disks from the first refresh to the third; then beta is paused for 2, then gamma loses its first disk for 2, then gamma is destroyed, and comes back after 2.',
				uri: 'xl:',
				delay: 3,
				versions,
			},
			captureInDom0(dom0),
		);
		await sample(2);
		await alpha.run(alpha.config.disks.map((one) => moveBlocks(one, 16, 16)).join(' && '));
		await sample(2);
		await dom0.run(`xl pause ${beta.config.name}`);
		await sample(2);
		await dom0.run(`xl unpause ${beta.config.name}`);
		await dom0.run(`xl block-detach ${gamma.name} ${disk?.name}`);
		await sample(2);
		await dom0.run(`xl block-attach ${gamma.name} '${disk ? diskText(gamma, disk) : ''}'`);
		await sample(2);
		await third.close();
		await dom0.run(`xl destroy ${gamma.name}`);
		await sample(2);
		await createGuest(dom0, gamma);
		await sample(3);
		await close();
	}, 600_000);
});
