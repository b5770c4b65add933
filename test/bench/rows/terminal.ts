import {isInstalled} from '../../labs/find-command.ts';
import type {BenchWorld, Figure, Row} from '../figure.ts';
import {screenCost} from '../screen-cost.ts';

const delay = 1;

const measure = async ({domtop, cache, quick}: BenchWorld): Promise<readonly Figure[]> => {
	const seconds = quick ? 5 : 15;
	const cost = (command: readonly string[], sign: RegExp) => screenCost(command, sign, delay, seconds, cache);
	const figures: Figure[] = [];
	for (const domains of [10, 100, 1000]) {
		const command = [...domtop, '-c', `test:///${domains}x4`, '-d', String(delay)];
		const {cpu, written, peak} = await cost(command, /vm-0+/);
		figures.push(
			{what: `${domains} × 4, bytes a refresh`, unit: 'KB', value: written, aim: {most: 3}},
			{what: `${domains} × 4, CPU a refresh`, unit: 'ms', value: cpu},
			{what: `${domains} × 4, peak resident`, unit: 'MB', value: peak},
		);
	}

	if (isInstalled('top', process.env)) {
		const {cpu, written} = await cost(['top', '-d', String(delay)], /PID/);
		figures.push(
			{what: 'top itself, bytes a refresh', unit: 'KB', value: written},
			{what: 'top itself, CPU a refresh', unit: 'ms', value: cpu},
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
