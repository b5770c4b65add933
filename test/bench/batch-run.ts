import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {watchProcess} from './watch-process.ts';

/** What a batch of domtop's costs. */
export type BatchRun = {
	/** CPU of the whole process a refresh, milliseconds. */
	readonly cpu: number;
	/** Peak resident memory of the process, MB. */
	readonly peak: number;
};

/**
Runs a batch and measures from one refresh to another.
@param lines of its output in each refresh.
@param from refreshes that only warm up.
@param refreshes that are measured.
*/
export const batchRun = async (
	[command = '', ...parameters]: readonly string[],
	lines: number,
	from: number,
	refreshes: number,
	cache: string,
): Promise<BatchRun> => {
	const child = spawn(command, parameters, {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, XDG_CACHE_HOME: cache},
	});
	const ended = once(child, 'close');
	let count = 0;
	let before: number | undefined;
	try {
		for await (const _line of createInterface({input: child.stdout})) {
			count += 1;
			const {cpuSeconds, peak = 0} = count % lines === 0 ? watchProcess(child.pid ?? 0) : {};
			if (count === from * lines) {
				before = cpuSeconds;
			}

			if (count === (from + refreshes) * lines && cpuSeconds !== undefined && before !== undefined) {
				return {cpu: ((cpuSeconds - before) / refreshes) * 1000, peak};
			}
		}

		throw new Error(`${command} ${parameters.join(' ')} ended after ${count} lines.`);
	} finally {
		child.kill('SIGKILL');
		await ended;
	}
};
