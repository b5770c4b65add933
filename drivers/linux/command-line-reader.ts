import {readFile} from 'node:fs';
import type {Clock} from '../../source/clock.ts';
import {patientSleep} from '../qmp/patient-sleep.ts';
import {rooted} from './rooted.ts';

/**
The arguments of a process (/proc/<pid>/cmdline), or its first environment. Absent: it is not there, has none (a kernel
thread), or we may not look. `stuck`: the kernel did not say in time.
*/
export type CommandLineReader = (
	pid: number,
	file?: 'cmdline' | 'environ',
) => Promise<readonly string[] | 'stuck' | undefined>;

/** Seconds a process may take to show them. */
const patience = 1;

/** Each read that hangs holds a thread of Node's pool, which has four. */
const stuckLimit = 2;

/**
Not read synchronously like the rest of /proc: for these files the kernel takes the process's memory map, which a process
stuck in the kernel may hold for ever.
*/
export const createCommandLineReader = (root: string, clock: Clock): CommandLineReader => {
	const stuck = new Set<number>();

	return async (pid, file = 'cmdline') => {
		if (stuck.has(pid) || stuck.size >= stuckLimit) {
			return 'stuck';
		}

		const content = new Promise<string | undefined>((resolve) => {
			readFile(rooted(root, `/proc/${pid}/${file}`), 'utf8', (error, text) => {
				resolve(error ? undefined : text);
			});
		});
		const timer = new AbortController();
		const text = await Promise.race([content, patientSleep(clock, patience, timer.signal).then(() => timer)]);
		timer.abort();
		if (text === timer) {
			stuck.add(pid);
			void content.then(() => stuck.delete(pid));
			return 'stuck';
		}

		return typeof text === 'string' && text !== '' ? text.replace(/\0$/, '').split('\0') : undefined;
	};
};
