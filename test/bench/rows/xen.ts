import type {BenchWorld, Figure, Row} from '../figure.ts';
import {runEntry} from '../run-entry.ts';

type Measured = {readonly ours: number; readonly theirs: number; readonly disks: number};

const measure = async ({quick}: BenchWorld): Promise<readonly Figure[]> => {
	const {ours, theirs, disks} = await runEntry<Measured>('xen-entry.ts', [quick ? '5' : '30']);
	return [
		{
			what: `${disks} VBDs, CPU a refresh`,
			unit: 'ms',
			value: ours,
			peer: {name: 'one cat of the files', value: theirs},
			aim: {ratio: 0.5},
		},
	];
};

/** Xen's VBDs. The Xen lab holds domtop beside xentop. */
export const xenRow: Row = {name: 'xen', about: 'a generated dom0 of 250 domains with 4 VBDs each', measure};
