import type {BenchWorld, Figure, Row} from '../figure.ts';
import {inTerminal} from '../in-terminal.ts';
import {isInstalled} from '../installed.ts';

const delay = 1;

const measure = async ({domtop, cache, quick}: BenchWorld): Promise<readonly Figure[]> => {
	const seconds = quick ? 5 : 15;
	const run = (command: readonly string[], sign: RegExp) => inTerminal(command, sign, seconds, cache);
	const figures: Figure[] = [];
	for (const domains of [10, 100, 1000]) {
		const command = [...domtop, '-c', `test:///${domains}x4`, '-d', String(delay)];
		const {before, after, bytes, seconds: took} = await run(command, /vm-0+/);
		const refreshes = took / delay;
		figures.push(
			{what: `${domains} × 4, bytes a refresh`, unit: 'KB', value: bytes / refreshes / 1000, aim: {most: 3}},
			{
				what: `${domains} × 4, CPU a refresh`,
				unit: 'ms',
				value: ((after.cpuSeconds - before.cpuSeconds) / refreshes) * 1000,
			},
			{what: `${domains} × 4, peak resident`, unit: 'MB', value: after.peakMiB * 1.048576},
		);
	}

	if (isInstalled('top')) {
		const {before, after, bytes, seconds: took} = await run(['top', '-d', String(delay)], /PID/);
		const refreshes = took / delay;
		figures.push(
			{what: 'top itself, bytes a refresh', unit: 'KB', value: bytes / refreshes / 1000},
			{
				what: 'top itself, CPU a refresh',
				unit: 'ms',
				value: ((after.cpuSeconds - before.cpuSeconds) / refreshes) * 1000,
			},
		);
	}

	return figures;
};

/** What a refresh writes to a terminal of 120×40 in which every row changes, and what the whole program costs there. */
export const terminalRow: Row = {
	name: 'terminal',
	about: 'the made-up host on a terminal of 120×40, a refresh a second',
	measure,
};
