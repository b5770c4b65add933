import type {BenchWorld, Figure, Row} from '../figure.ts';
import {runEntry} from '../run-entry.ts';

type Memory = {readonly heap: number; readonly resident: number};
type Soak = {readonly early: Memory; readonly late: Memory; readonly refreshes: number};

const measure = async ({quick}: BenchWorld): Promise<readonly Figure[]> => {
	const {early, late, refreshes} = await runEntry<Soak>('soak-entry.ts', [quick ? '4000' : '40000'], {
		node: ['--expose-gc'],
		env: {NODE_ENV: 'production', FORCE_COLOR: '1'},
	});
	const since = {name: `after ${refreshes / 10}`, value: early.heap};
	return [
		{
			what: `heap after ${refreshes} refreshes`,
			unit: 'MB',
			value: late.heap,
			peer: since,
			aim: {ratio: 1.05},
		},
		{
			what: `resident after ${refreshes} refreshes`,
			unit: 'MB',
			value: late.resident,
			peer: {...since, value: early.resident},
			aim: {ratio: 1.1},
		},
	];
};

/** Whether memory stays the same over many refreshes. */
export const soakRow: Row = {
	name: 'soak',
	about: 'memory over many refreshes of 10 domains on a screen',
	measure,
};
