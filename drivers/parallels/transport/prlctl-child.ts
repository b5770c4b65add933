import {type Child, type ChildEnd, type ChildWorld, startChild} from '../../../source/process/child.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';

/** How a prlctl ended. */
export type PrlctlEnd = Pick<ChildEnd, 'status' | 'signal'> & {
	/** Why it was not started, a code of spawn(3) such as ENOENT. Undefined: it was started. */
	readonly code?: string;
	/** What it printed on standard error: its last lines, cleaned, without the warning that prlctl always gives. */
	readonly stderrLines: readonly string[];
};

/** A prlctl that prints as long as it runs. */
export type PrlctlChild = Pick<Child, 'close'> & {
	/** Resolves when it has ended and all its output was read; never rejects. */
	readonly ended: Promise<PrlctlEnd>;
};

/** prlctl's messages are matched, so they must be English. The rest of the environment stays: prlctl needs PATH and more. */
export const inEnglish = ['env', 'LC_ALL=C', 'prlctl'] as const;

/**
Passes on each line at once: prlctl never flushes, and the C library keeps 4096 bytes of a pipe. Both stdbuf and env
replace themselves by prlctl.
*/
const lineBuffered = ['stdbuf', '-oL', ...inEnglish] as const;

/** `statistics --loop` ends when its input ends. */
const ending = {inputGraceSeconds: 1, terminateGraceSeconds: 2};

/** Every prlctl since 2021 begins its output with this warning. */
const warning = /^WARNING: You are using a deprecated CLI component/;

export const prlctlEnd = ({failure, status, signal, stderrLines}: ChildEnd): PrlctlEnd => ({
	...(failure && {code: failure.code}),
	status,
	signal,
	stderrLines: stderrLines
		.map((line) => cleanText(line, textLimits.sentence))
		.filter((line) => line !== '' && !warning.test(line)),
});

/** @param onOutput takes each piece of its standard output; never called after `close`. */
export const startPrlctl = (
	world: ChildWorld,
	{isLineBuffered, parameters}: {readonly isLineBuffered: boolean; readonly parameters: readonly string[]},
	onOutput: (chunk: Buffer) => void,
): PrlctlChild => {
	const child = startChild(world, [...(isLineBuffered ? lineBuffered : inEnglish), ...parameters], ending);
	child.listen(onOutput);
	return {close: child.close, ended: child.ended.then(prlctlEnd)};
};
