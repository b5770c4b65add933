import type {ChildEnd} from '../../../source/process/child.ts';
import {cleanText} from '../../../source/text/clean-text.ts';

/**
How a child command failed. `absent`: the command does not exist, or may not be run. `failed`: it could not be started for
now. `ended`: it ended before it was done. `silent`: it did not answer within its timeout. `garbled`: its output cannot be
understood.
*/
export type ChildFaultKind = 'absent' | 'failed' | 'ended' | 'silent' | 'garbled';

/** The message continues a sentence that names the command: `it ended with status 1: no such file`. */
export class ChildFault extends Error {
	override readonly name = 'ChildFault';
	readonly kind: ChildFaultKind;

	constructor(kind: ChildFaultKind, message: string, options?: ErrorOptions) {
		super(message, options);
		this.kind = kind;
	}
}

const lineLimitCharacters = 200;

/** The last line of standard error, or the line of a denied permission, which matters most; fit for a sentence. */
const lastLine = (lines: readonly string[]): string => {
	const line = lines.findLast((one) => /permission denied/i.test(one)) ?? lines.at(-1);
	return line === undefined ? '' : `: ${cleanText(line.slice(0, lineLimitCharacters)).replace(/\.$/, '')}`;
};

/** The fault of a child that ended, or that could not be started. */
export const endFault = ({failure, status, signal, stderrLines}: ChildEnd): ChildFault => {
	if (failure) {
		const {code, isAbsent, error} = failure;
		return isAbsent
			? new ChildFault('absent', `it cannot be run (${code})`, {cause: error})
			: new ChildFault('failed', `it cannot be started (${code})`, {cause: error});
	}

	const how = signal ? `by ${signal}` : `with status ${status}`;
	return new ChildFault('ended', `it ended ${how}${lastLine(stderrLines)}`);
};
