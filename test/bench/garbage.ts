import {inTerminal} from './in-terminal.ts';

const collection = /: (?:Scavenge|Mark-Compact)[^\d]*([\d.]+) \([\d.]+\) -> ([\d.]+) \([\d.]+\) MB/g;

/** What was allocated between the collections, MB: what stood before each, less what the one before it left. */
const allocated = (trace: string): number => {
	const collections = [...trace.matchAll(collection)].map(([, before, after]) => ({
		before: Number(before),
		after: Number(after),
	}));
	return collections
		.slice(1)
		.reduce((sum, {before}, index) => sum + before - (collections[index]?.after ?? before), 0);
};

/** MB that a program of Node's allocates in each second on a screen, by V8's --trace-gc. */
export const garbageOf = async (
	[node = '', ...rest]: readonly string[],
	sign: RegExp,
	seconds: number,
	cache: string,
	settleSeconds?: number,
): Promise<number> => {
	const run = await inTerminal([node, '--trace-gc', ...rest], sign, seconds, cache, settleSeconds);
	return allocated(run.text) / run.seconds;
};
