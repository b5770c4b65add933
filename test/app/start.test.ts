import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

const start = fileURLToPath(new URL('../../source/app/start.ts', import.meta.url));

/** As for a user that is in no passwd, without HOME. */
const homeless = `data:text/javascript,${encodeURIComponent(`
	import {syncBuiltinESMExports} from 'node:module';
	import os from 'node:os';
	os.homedir = () => { throw new Error('uv_os_homedir returned ENOENT'); };
	syncBuiltinESMExports();
`)}`;

test('the program starts without a home folder', async () => {
	const parameters = ['--import', homeless, start, '-c', 'test:', '-b', '-n', '1', '-d', '0.1'];
	const {stdout, stderr} = await promisify(execFile)(process.execPath, parameters, {
		env: {},
		timeout: 50_000,
	});
	expect(stdout).toContain('SIMULATED');
	expect(stderr).toBe('');
}, 60_000);
