import type {PrlctlEnd} from './prlctl-child.ts';

/** What failed and what to do, one sentence each. */
export type Trouble = {readonly message: string; readonly advice: string};

type Cause = {
	readonly fits: (end: PrlctlEnd) => boolean;
	/** Matches the line of its output that names the cause. */
	readonly pattern: RegExp;
	readonly advice: string;
};

/** The name of this service differs from version to version. */
export const dispatcherAdvice =
	'Look whether the dispatcher runs: systemctl status prl-disp, or service parallels-server status on older hosts.';

const cannotConnect = /unable to connect|server may be down/i;
const denied = /access denied|not have enough rights/i;
const refused = /login failed/i;
const broken = /shared librar/i;

const says = ({stderrLines}: PrlctlEnd, what: RegExp): boolean => stderrLines.some((line) => what.test(line));

/** Statuses of Utils.cpp of prlctl 9.0.26 and of env(1); messages of prlctl and the loader. The cause of another message comes first. */
const causes: readonly Cause[] = [
	{
		fits: (end) => end.status === 253 || says(end, cannotConnect),
		pattern: cannotConnect,
		advice: dispatcherAdvice,
	},
	{
		// The status is 0 nevertheless.
		fits: (end) => says(end, denied),
		pattern: denied,
		advice: 'Run domtop as root, or as a user who may see every machine of this host.',
	},
	{
		fits: (end) => says(end, refused),
		pattern: refused,
		advice: 'Run domtop as root, or as a user whom the dispatcher lets in.',
	},
	{
		fits: (end) => says(end, broken),
		pattern: broken,
		advice: 'Install prlctl again, with the libraries it needs.',
	},
	{
		fits: ({status}) => status === 127,
		pattern: /no such file|not found/i,
		advice: 'Run domtop on a Virtuozzo or Parallels host, with prlctl in PATH.',
	},
	{
		fits: ({status}) => status === 126,
		pattern: /permission denied|cannot/i,
		advice: 'Run domtop as a user who may run prlctl.',
	},
];

const longest = 200;

/** The first sentence of a line, without the name of the failed call and without the end of the sentence. */
const inSentence = (line: string): string =>
	(line.replace(/^\w+ returned the following error: /, '').split(/\.(?:\s|$)/)[0] ?? '')
		.slice(0, longest)
		.trimEnd()
		.replace(/[.:]+$/, '');

/** Statuses of env(1): the command could not be run, or is not there. */
const notRun: readonly unknown[] = [126, 127];

const howOf = ({code, status, signal}: PrlctlEnd): string => {
	if (code !== undefined) {
		return `cannot be started (${code})`;
	}

	if (signal !== null) {
		return `was ended by ${signal}`;
	}

	return notRun.includes(status) ? 'cannot be run' : status === 0 ? 'ended' : `ended with status ${status}`;
};

const adviceOf = (command: string, {code, status, signal}: PrlctlEnd): string => {
	if (code !== undefined) {
		return code === 'ENOENT'
			? 'Install coreutils, which has env.'
			: 'Look whether memory, processes or descriptors have run out.';
	}

	if (signal !== null) {
		return 'Look who ended it, perhaps the kernel for lack of memory; it is started again by itself.';
	}

	return status === 0
		? `It is started again by itself; if it stays so, try ${command} by hand.`
		: `Try ${command} by hand to see what is wrong.`;
};

/** Why a command ended that should not have ended so. @param command as a person would type it. */
export const prlctlTrouble = (command: string, end: PrlctlEnd): Trouble => {
	const cause = end.code === undefined ? causes.find(({fits}) => fits(end)) : undefined;
	const line =
		(cause && end.stderrLines.findLast((one) => cause.pattern.test(one))) ?? end.stderrLines.at(-1);
	const detail = line === undefined ? '' : inSentence(line);
	return {
		message: `${command} ${howOf(end)}${detail === '' ? '' : `: ${detail}`}.`,
		advice: cause?.advice ?? adviceOf(command, end),
	};
};
