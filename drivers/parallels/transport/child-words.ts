import {cleanText} from '../../../source/clean-text.ts';

/** What a child says on its standard error: the last of it, however much it says. */
export type ChildWords = {
	readonly take: (chunk: Buffer) => void;
	/** Cleaned, without empty lines and without the warning that every prlctl since 2021 begins with. */
	readonly lines: () => readonly string[];
};

const byteLimit = 8192;
const warning = /^WARNING: You are using a deprecated CLI component/;

export const createChildWords = (): ChildWords => {
	let kept: Buffer = Buffer.alloc(0);
	return {
		take: (chunk) => {
			kept = Buffer.concat([kept, chunk]).subarray(-byteLimit);
		},
		lines: () =>
			kept
				.toString('utf8')
				.split(/[\r\n]+/)
				.map((line) => cleanText(line.trim()))
				.filter((line) => line !== '' && !warning.test(line)),
	};
};
