import type {Block, StatisticsEvent} from './block.ts';
import {createLineSplitter} from './line-splitter.ts';
import {readStatisticsLine} from './statistics-line.ts';

/** When something came, on both clocks, as an event has it. */
export type Arrival = Pick<StatisticsEvent, 'at' | 'wall'>;

/** Reads the output of `prlctl statistics --all --loop`, cut as it may be. Never throws. */
export type StatisticsParser = {
	/** The next piece of it. */
	readonly push: (chunk: Uint8Array | string, arrival: Arrival) => void;
	/** Nothing came for a while: the last block is complete, unless it ends within a line. Returns whether it does. */
	readonly pause: () => boolean;
};

export type StatisticsParserOptions = {
	/** A block is complete; `arrival` is that of its last line. */
	readonly onBlock: (block: Block, arrival: Arrival) => void;
};

/** Longest line that is looked at, characters; those that count have some sixty. */
const longestLine = 4096;
/** Most counters taken of one machine. */
const mostCounters = 4096;

type OpenBlock = {
	readonly uuid: string;
	readonly counters: Map<string, number>;
	arrival: Arrival;
	/** Was all of it told? */
	isTold: boolean;
};

/**
Blocks have no end mark: one ends where the next begins, or with a silence. What comes after the silence without a new
beginning is more of the same block, as the pipe was cut there; then it is told once more, whole.
*/
export const createStatisticsParser = ({onBlock}: StatisticsParserOptions): StatisticsParser => {
	const lines = createLineSplitter(longestLine);
	let open: OpenBlock | undefined;

	const tell = () => {
		if (open && !open.isTold) {
			open.isTold = true;
			onBlock({uuid: open.uuid, counters: new Map(open.counters)}, open.arrival);
		}
	};

	const take = (text: string, arrival: Arrival) => {
		const line = readStatisticsLine(text);
		if (line.kind === 'machine') {
			tell();
			open = {uuid: line.uuid, counters: new Map(), arrival, isTold: false};
		} else if (line.kind === 'garbled') {
			tell();
			open = undefined;
		} else if (line.kind === 'counter' && open) {
			const {counters} = open;
			if (counters.size < mostCounters || counters.has(line.name)) {
				counters.set(line.name, line.value);
				open.arrival = arrival;
				open.isTold = false;
			}
		}
	};

	return {
		push: (chunk, arrival) => {
			for (const text of lines.push(chunk)) {
				take(text, arrival);
			}
		},
		pause: () => {
			const begun = lines.begun();
			// A brace can only begin the next block.
			if (begun === '' || begun.startsWith('{')) {
				tell();
			}

			return open !== undefined && !open.isTold;
		},
	};
};
