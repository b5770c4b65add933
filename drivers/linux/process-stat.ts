import {knownNumber} from '../../source/model/known-count.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';
import {ticksPerSecond} from './ticks-per-second.ts';

/** What /proc/<pid>/stat and /proc/<pid>/task/<tid>/stat tell (proc(5)). */
export type ProcessStat = {
	/** The kernel's name of the process, 15 bytes: the name of the executed file, or a name that the process gave itself. */
	readonly name: string;
	/** One letter: R and S run, D waits uninterruptibly, T is stopped, t is held by a debugger, Z and X are over. */
	readonly state: string;
	readonly parent: number;
	/** User and system time, seconds in steps of 10 ms; of a process: all its threads, also ended threads. Undefined: no number. */
	readonly cpuSeconds: number | undefined;
	readonly threads: number;
	/** Clock ticks from boot to its start, as the kernel spells the number: with the pid it names one incarnation. */
	readonly startTicks: string;
};

/** How many fields after the name are looked at. */
const statFields = 20;

/** Undefined: not a stat line. The command's name may hold spaces and parentheses: the last parenthesis ends the name. */
export const parseProcessStat = (text: string): ProcessStat | undefined => {
	const fields = text
		.slice(text.lastIndexOf(')') + 1)
		.trim()
		.split(' ', statFields);
	const [state, parent] = fields;
	const [userTicks, systemTicks, threads, startTicks] = [fields[11], fields[12], fields[17], fields[19]];
	if (state === undefined || startTicks === undefined || !/^\d+$/.test(startTicks)) {
		return undefined;
	}

	return {
		name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
		state,
		parent: Number(parent),
		cpuSeconds: knownNumber((Number(userTicks) + Number(systemTicks)) / ticksPerSecond),
		threads: Number(threads),
		startTicks,
	};
};

/** Undefined: the process, or its thread, does not exist any more. */
export const readProcessStat = (root: string, pid: number, thread?: number): ProcessStat | undefined => {
	const task = thread === undefined ? '' : `/task/${thread}`;
	const text = readText(rooted(root, `/proc/${pid}${task}/stat`));
	return text === undefined ? undefined : parseProcessStat(text);
};
