import {runWhole} from './run-whole.ts';

/** What one `domstats` costs a virsh that is already connected, CPU milliseconds: the difference of many and one. */
export const virshCost = async (
	uri: string,
	count: number,
	cache: string,
	commands: readonly string[] = ['domstats'],
): Promise<number> => {
	const run = (times: number) =>
		runWhole(['virsh', '-q', '-c', uri], cache, `${commands.join('\n')}\n`.repeat(times));
	const one = await run(1);
	return ((await run(count + 1)).cpu - one.cpu) / count;
};
