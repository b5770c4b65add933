/**
Runs a lab on the built program: `node test/labs/start.ts LAB [options of vitest]`. With `--capture [folder]` it records what
the drivers read of the lab into test/fixtures/labs, or into that folder.
*/
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {labCache} from './lab-cache.ts';

const project = join(import.meta.dirname, '../..');
const [lab = '', ...parameters] = process.argv.slice(2);
const isCapture = parameters[0] === '--capture';
const given = isCapture ? parameters[1] : undefined;
const folder = given === undefined ? join(project, 'test/fixtures/labs') : resolve(given);
const rest = isCapture ? parameters.slice(given === undefined ? 1 : 2) : parameters;

/** Namespaces without the processes, sockets and networks of this machine, for guests that are recorded. */
const alone = [
	...[
		'unshare',
		'--mount',
		'--net',
		'--pid',
		'--fork',
		'--kill-child',
		'--mount-proc',
		'--propagation',
		'private',
	],
	...['sh', '-c', 'mount -t sysfs sysfs /sys && ip link set lo up && "$@"; exit $?', 'sh'],
];

const vitest = [
	process.execPath,
	join(project, 'node_modules/vitest/vitest.mjs'),
	...['run', '--config', 'vitest.lab.config.ts', '--project', lab, ...rest],
];

const run = (command: readonly string[], environment: NodeJS.ProcessEnv): number => {
	const [file = '', ...others] = command;
	const {status, signal} = spawnSync(file, others, {cwd: project, stdio: 'inherit', env: environment});
	return status ?? (signal ? 1 : 0);
};

/** The labs' boot files under a path that names no home. */
const captured = (): number => {
	const place = mkdtempSync(join(tmpdir(), 'lab-files-'));
	const cache = join(place, 'cache');
	const own = labCache(process.env);
	mkdirSync(own, {recursive: true});
	symlinkSync(own, cache);

	try {
		return run(lab === 'qemu' ? [...alone, ...vitest] : vitest, {
			...process.env,
			DOMTOP_CAPTURE: folder,
			DOMTOP_LAB_CACHE: cache,
		});
	} finally {
		rmSync(place, {recursive: true});
	}
};

if (isCapture && process.getuid?.() !== 0) {
	console.error('Recording needs namespaces without the rest of this machine: run it as root.');
	process.exitCode = 1;
} else {
	process.exitCode = isCapture ? captured() : run(vitest, process.env);
}
