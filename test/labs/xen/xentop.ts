import type {Command, Dom0} from './dom0.ts';

/** One reading of `xentop -b`. */
export type XentopReading = {
	/** Dom0's wall clock when the reading was written, milliseconds. */
	readonly at: number;
	/** Percent of one processor, by name. */
	readonly cpuPercent: ReadonlyMap<string, number>;
};

/**
Starts `xentop -b` for this many readings. Its columns are NAME, STATE, CPU(sec) and CPU(%). Names of the lab have no
spaces, and a state without a letter is six dashes.
*/
export const startXentop = (
	dom0: Dom0,
	seconds: number,
	readings: number,
): {readonly command: Command; readonly ended: Promise<readonly XentopReading[]>} => {
	const command = dom0.start(`exec xentop -b -d ${seconds} -i ${readings}`);
	const found: {at: number; cpuPercent: Map<string, number>}[] = [];
	command.onLine((line, at) => {
		const [name = '', , , percent] = line.trim().split(/\s+/);
		if (name === 'NAME') {
			found.push({at, cpuPercent: new Map()});
		} else {
			found.at(-1)?.cpuPercent.set(name, Number(percent));
		}
	});
	const ended = command.ended.then(({code, signal, stderr}) => {
		if (code !== 0) {
			throw new Error(`xentop ended with ${code ?? signal}: ${stderr}`);
		}

		return found;
	});
	ended.catch(() => undefined);
	return {command, ended};
};
