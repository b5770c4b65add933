import {spawnSync} from 'node:child_process';

/** User and system seconds of the children of a shell, as bash's `times` prints them in its second line. */
const childSeconds = (times: string): number =>
	[...(times.trimEnd().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
		(sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
		0,
	);

/** Runs a program to its end; CPU and wall time in milliseconds. Throws where it fails. */
export const runWhole = async (
	command: readonly string[],
	cache: string,
	input = '',
): Promise<{readonly cpu: number; readonly wall: number}> => {
	const started = performance.now();
	const {stdout, stderr, status} = spawnSync(
		'bash',
		['-c', '"$@" > /dev/null || exit 1; times', 'bash', ...command],
		{input, encoding: 'utf8', env: {...process.env, XDG_CACHE_HOME: cache}},
	);
	if (status !== 0) {
		throw new Error(`${command.join(' ')} failed: ${stderr}`);
	}

	return {cpu: childSeconds(stdout) * 1000, wall: performance.now() - started};
};
