import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readDescriptors} from '../../../drivers/linux/read-descriptors.ts';
import {readTaps} from '../../../drivers/linux/read-taps.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

test('of ten times as many descriptors as are looked at the rest is left, with turns for others in between', async () => {
	const root = temporaryFolder();
	const folder = join(root, 'proc/7/fd');
	mkdirSync(folder, {recursive: true});
	for (let descriptor = 0; descriptor < 81_920; descriptor += 1) {
		symlinkSync('/dev/net/tun', join(folder, String(descriptor)));
	}

	let turns = 0;
	let isReading = true;
	const count = () => {
		turns += 1;
		if (isReading) {
			setImmediate(count);
		}
	};
	setImmediate(count);
	const found = await readDescriptors(root, 7);
	isReading = false;
	expect('value' in found && found.value.tuns.length).toBe(8192);
	expect(turns).toBeGreaterThanOrEqual(8192 / 256 - 1);
	// None of them has an fdinfo.
	expect(await readTaps(root, 7)).toEqual({value: new Map()});
}, 120_000);
