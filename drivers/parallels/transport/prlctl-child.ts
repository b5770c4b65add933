import {type Child, type ChildEnd, type ChildWorld, startChild} from '../../../source/process/child.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';

/** How a prlctl ended. */
export type PrlctlEnd = Pick<ChildEnd, 'status' | 'signal'> & {
	/** Why it was not started, a code of spawn(3) such as ENOENT; absent: it was. */
	readonly code?: string;
	/** What it said on standard error: its last lines, cleaned, without the warning that prlctl always gives. */
	readonly words: readonly string[];
};

/** A prlctl that tells as long as it runs. */
export type PrlctlChild = Pick<Child, 'close'> & {
	/** It has ended and all that it said was read; never rejects. */
	readonly ended: Promise<PrlctlEnd>;
};

/** Its words are matched, so they must be English; of the rest of the environment it needs PATH and more. */
export const inEnglish = ['env', 'LC_ALL=C', 'prlctl'] as const;

/** Each line as it comes: prlctl never flushes, and the C library keeps 4096 bytes of a pipe. Both replace themselves by prlctl. */
const lineBuffered = ['stdbuf', '-oL', ...inEnglish] as const;

/** `statistics --loop` ends with its input. */
const ending = {inputGraceSeconds: 1, terminateGraceSeconds: 2};

/** Every prlctl since 2021 begins with it. */
const warning = /^WARNING: You are using a deprecated CLI component/;

export const prlctlEnd = ({failure, status, signal, words}: ChildEnd): PrlctlEnd => ({
	...(failure && {code: failure.code}),
	status,
	signal,
	words: words
		.map((line) => cleanText(line, textLimits.sentence))
		.filter((line) => line !== '' && !warning.test(line)),
});

/** @param onOutput each piece of its standard output; not called any more once it is closed. */
export const startPrlctl = (
	world: ChildWorld,
	{isLineBuffered, words}: {readonly isLineBuffered: boolean; readonly words: readonly string[]},
	onOutput: (chunk: Buffer) => void,
): PrlctlChild => {
	const child = startChild(world, [...(isLineBuffered ? lineBuffered : inEnglish), ...words], ending);
	child.listen(onOutput);
	return {close: child.close, ended: child.ended.then(prlctlEnd)};
};
