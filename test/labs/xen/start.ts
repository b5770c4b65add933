/**
Runs the Xen lab on the built program, with vitest's own options. With `--capture [folder]` it boots the lab and writes the
files of the fixtures into test/fixtures/xen/lab, or into that folder.
*/
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';

const project = join(import.meta.dirname, '../../..');
const parameters = process.argv.slice(2);
const commands = {
	test: ['vitest', 'run', '--config', 'vitest.lab.config.ts', '--project', 'xen', ...parameters],
	capture: ['node', 'test/labs/xen/capture.ts', ...parameters.slice(1)],
};
const [command = '', ...rest] = parameters[0] === '--capture' ? commands.capture : commands.test;
const {status, signal} = spawnSync(join(project, 'node_modules/.bin', command), rest, {
	cwd: project,
	stdio: 'inherit',
});
process.exitCode = status ?? (signal ? 1 : 0);
