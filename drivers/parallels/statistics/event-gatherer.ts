import type {Clock} from '../../../source/async/clock.ts';
import {createTimer} from '../../../source/async/timer.ts';
import {patientClock} from '../../../source/async/wait.ts';
import type {Block, StatisticsEvent} from './block.ts';
import {type Arrival, createStatisticsParser} from './statistics-parser.ts';

/** Makes events of the output of `prlctl statistics --all --loop`. */
export type EventGatherer = {
	/** The next piece of it, as it arrives. */
	readonly push: (chunk: Uint8Array | string) => void;
	/** Nothing is told any more: what is begun may be cut anywhere. Leaves no timer behind. */
	readonly close: () => void;
};

/** Seconds of silence that end an event. */
const silence = 0.15;
/** Seconds by which a timer may be early, and more than a double is off. */
const early = 0.001;
/** An event is told as it is once it has so many machines, or counters: a bound of memory that no host reaches. */
const mostMachines = 4096;
const mostCounters = 262_144;

/**
Blocks that come together are one event: it ends where a machine comes again, or with 150 ms of silence. Its time is the
arrival of its last line. prlctl gives no other: of a burst of several events (without stdbuf) all have the same one, and
it is right for the last of them only, as that filled the pipe's 4 KB.

An event need not hold all machines: a stopped one sends none, and a burst may end in the middle of an event, whose rest
is told with the next burst.
@param onEvent is not called any more after `close`.
*/
export const createEventGatherer = (
	clock: Clock,
	onEvent: (event: StatisticsEvent) => void,
): EventGatherer => {
	const timer = createTimer(patientClock(clock));
	/** Of the event under way, also those told already. */
	let machines = new Set<string>();
	let blocks: Block[] = [];
	let counters = 0;
	let last: Arrival | undefined;
	let heardAt = Number.NEGATIVE_INFINITY;
	let isClosed = false;

	const tell = () => {
		if (last && blocks.length > 0 && !isClosed) {
			const event = {at: last.at, wall: last.wall, blocks};
			blocks = [];
			counters = 0;
			onEvent(event);
		}
	};

	const parser = createStatisticsParser({
		onBlock: (block, arrival) => {
			if (machines.has(block.uuid) || machines.size >= mostMachines || counters >= mostCounters) {
				tell();
				machines = new Set();
			}

			machines.add(block.uuid);
			blocks.push(block);
			counters += block.counters.size;
			last = arrival;
		},
	});

	const awaitSilence = (): void => {
		const now = clock.monotonic();
		// Not for ever, where the clock went back.
		heardAt = Math.min(heardAt, now);
		const left = heardAt + silence - now;
		if (left > early) {
			timer.start(left, awaitSilence);
			return;
		}

		const isCut = parser.pause();
		tell();
		if (!isCut) {
			machines = new Set();
		}
	};

	return {
		push: (chunk) => {
			if (isClosed) {
				return;
			}

			const arrival = {at: clock.monotonic(), wall: clock.wall()};
			heardAt = arrival.at;
			parser.push(chunk, arrival);
			if (!timer.isRunning()) {
				awaitSilence();
			}
		},
		close: () => {
			isClosed = true;
			timer.stop();
		},
	};
};
