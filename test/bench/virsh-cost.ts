import {spawnSync} from 'node:child_process';

/** User and system time of a shell and its children, milliseconds. */
const cpuOf = (command: readonly string[], input: string): number => {
	const {stdout, status} = spawnSync(
		'bash',
		['-c', '"$@" > /dev/null || exit 1; times', 'bash', ...command],
		{
			input,
			encoding: 'utf8',
			maxBuffer: 1e9,
		},
	);
	if (status !== 0) {
		throw new Error(`${command.join(' ')} failed`);
	}

	return (
		[...stdout.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
			(sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
			0,
		) * 1000
	);
};

/** What one `domstats` in a virsh that is already connected costs it, CPU milliseconds: the difference of many and one. */
export const virshCost = (uri: string, count: number, commands: readonly string[] = ['domstats']): number => {
	const command = ['virsh', '-q', '-c', uri];
	const input = (times: number) => `${commands.join('\n')}\n`.repeat(times);
	return (cpuOf(command, input(count + 1)) - cpuOf(command, input(1))) / count;
};
