import {expect, onTestFinished, test} from 'vitest';
import {createXenSectors} from '../../../../drivers/libvirt/mapping/xen-sectors.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';
import {startFakeXenstored} from '../../xen/fake-xenstored.ts';

const never = new AbortController().signal;

test('the sizes of a captured host’s disks, by their names', async () => {
	const root = temporaryFolder();
	await startFakeXenstored(root);
	const sectors = createXenSectors({root, clock: createFakeClock()});
	onTestFinished(sectors.close);
	expect(sectors.sizesOf(1)).toBeUndefined();
	await promptly(sectors.refresh(never), 'a refresh');
	expect(sectors.sizesOf(1)).toEqual(
		new Map([
			['hdb', 512],
			['sda', 512],
			['xvda', 512],
			['xvdb', 4096],
			['xvdc', 4096],
			['xvdq', 512],
		]),
	);
	expect(sectors.sizesOf(0)).toEqual(new Map());
	expect(sectors.sizesOf(7)).toBeUndefined();
	await Promise.all([sectors.close(), sectors.close()]);
});

test('where there is no xenstore nothing is known', async () => {
	const sectors = createXenSectors({root: temporaryFolder(), clock: createFakeClock()});
	onTestFinished(sectors.close);
	await promptly(sectors.refresh(never), 'a refresh');
	expect(sectors.sizesOf(1)).toBeUndefined();
});
