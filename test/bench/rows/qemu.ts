import {batchRun} from '../batch-run.ts';
import type {BenchWorld, Figure, Row} from '../figure.ts';
import {withQemuGuests} from '../qemu-guests.ts';
import {runEntry} from '../run-entry.ts';

const guests = 100;

type Measured = {readonly cpu: number; readonly domains: number};

const measure = ({domtop, cache, quick}: BenchWorld): Promise<readonly Figure[]> =>
	withQemuGuests(guests, async () => {
		const refreshes = quick ? 5 : 20;
		const {cpu, domains} = await runEntry<Measured>('qemu-entry.ts', [String(refreshes)]);
		if (domains < guests) {
			throw new Error(`Only ${domains} of ${guests} guests answered.`);
		}

		const whole = await batchRun([...domtop, '-c', 'qmp:', '-d', '1', '--json'], 1, 3, refreshes, cache);
		return [
			{what: 'the driver, CPU a refresh', unit: 'ms', value: cpu, aim: {most: 40}},
			{what: 'JSON of the whole program, CPU a refresh', unit: 'ms', value: whole.cpu},
			{what: 'JSON, peak resident', unit: 'MB', value: whole.peak},
		];
	});

/** Guests found in /proc and asked over QMP. */
export const qemuRow: Row = {name: 'qemu', about: `${guests} QEMUs by QMP, vCPUs too`, measure};
