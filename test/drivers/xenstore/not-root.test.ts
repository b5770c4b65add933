import {chmodSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {asNobody, nobodyReason} from '../../helpers/as-nobody.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {startFakeXenstored} from '../xen/fake-xenstored.ts';

const script = fileURLToPath(new URL('refresh-once.ts', import.meta.url));

test('who may not connect (oxenstored’s socket is 0755) is reported what to do', async ({skip}) => {
	if (nobodyReason !== undefined) {
		skipBecause(skip, nobodyReason);
	}

	const root = temporaryFolder();
	const fake = await startFakeXenstored(root);
	chmodSync(root, 0o755);
	chmodSync(fake.path, 0o755);
	const refreshOnce = () => asNobody(script, root);
	expect(await refreshOnce()).toEqual({
		domains: [],
		trouble: {
			kind: 'xenstore',
			message: `Cannot open ${fake.path}: permission denied.`,
			advice: 'Run domtop as root to see names, sizes and sources of disks.',
		},
	});
	expect(fake.served()).toBe(0);
	chmodSync(fake.path, 0o777);
	expect(await refreshOnce()).toMatchObject({domains: [{id: 0}, {id: 1, name: 'd1'}]});
});
