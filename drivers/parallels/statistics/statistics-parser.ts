import type {Block, StatisticsEvent} from './block.ts';
import {createLineSplitter} from './line-splitter.ts';
import {readStatisticsLine} from './statistics-line.ts';

/** When a piece of output arrived, on both clocks, as in an event. */
export type Arrival = Pick<StatisticsEvent, 'at' | 'wall'>;

/** Parses the output of `prlctl statistics --all --loop`, wherever it is cut into pieces. Never throws. */
export type StatisticsParser = {
	/** Takes the next piece of the output. */
	readonly push: (chunk: Uint8Array | string, arrival: Arrival) => void;
	/** Called after a silence: the last block is complete, unless it ends within a line. Returns whether it does. */
	readonly pause: () => boolean;
};

export type StatisticsParserOptions = {
	/** A block is complete; `arrival` is that of its last line. */
	readonly onBlock: (block: Block, arrival: Arrival) => void;
};

/** Longest line that is read, characters. Lines with counters have about sixty. */
const longestLine = 4096;
/** Most counters taken of one machine. */
const mostCounters = 4096;

type OpenBlock = {
	readonly uuid: string;
	readonly counters: Map<string, number>;
	arrival: Arrival;
	/** Was the whole block passed on? */
	isEmitted: boolean;
};

/**
Blocks have no end mark: a block ends where the next begins, or with a silence. Counters that come after the silence
without a new beginning belong to the same block, which the pipe had cut. The whole block is then passed on again.
*/
export const createStatisticsParser = ({onBlock}: StatisticsParserOptions): StatisticsParser => {
	const lines = createLineSplitter(longestLine);
	let open: OpenBlock | undefined;

	const emit = () => {
		if (open && !open.isEmitted) {
			open.isEmitted = true;
			onBlock({uuid: open.uuid, counters: new Map(open.counters)}, open.arrival);
		}
	};

	const take = (text: string, arrival: Arrival) => {
		const line = readStatisticsLine(text);
		if (line.kind === 'machine') {
			emit();
			open = {uuid: line.uuid, counters: new Map(), arrival, isEmitted: false};
		} else if (line.kind === 'garbled') {
			emit();
			open = undefined;
		} else if (line.kind === 'counter' && open) {
			const {counters} = open;
			if (counters.size < mostCounters || counters.has(line.name)) {
				counters.set(line.name, line.value);
				open.arrival = arrival;
				open.isEmitted = false;
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
				emit();
			}

			return open !== undefined && !open.isEmitted;
		},
	};
};
