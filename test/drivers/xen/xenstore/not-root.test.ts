import {execFile} from 'node:child_process';
import {chmodSync, existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {skipBecause} from '../../../helpers/skip-because.ts';
import {temporaryFolder} from '../../qemu/captured-host.ts';
import {startFakeXenstored} from '../fake-xenstored.ts';

const setpriv = '/usr/bin/setpriv';
const script = fileURLToPath(new URL('refresh-once.ts', import.meta.url));
const reason =
	process.getuid?.() !== 0
		? 'only root can become nobody'
		: existsSync(setpriv)
			? undefined
			: 'there is no setpriv';

const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, script];

test('who may not connect (oxenstored’s socket is 0755) is told what to do', async ({skip}) => {
	if (reason !== undefined) {
		skipBecause(skip, reason);
	}

	const root = temporaryFolder();
	const fake = await startFakeXenstored(root);
	chmodSync(root, 0o755);
	chmodSync(fake.path, 0o755);
	const refreshOnce = async () =>
		JSON.parse((await promisify(execFile)(setpriv, [...asNobody, root])).stdout) as unknown;
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
