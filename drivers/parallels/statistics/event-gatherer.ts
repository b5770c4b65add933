import type {Clock} from '../../../source/async/clock.ts';
import {createTimer} from '../../../source/async/timer.ts';
import {patientClock} from '../../../source/async/wait.ts';
import type {Block, StatisticsEvent} from './block.ts';
import {type Arrival, createStatisticsParser} from './statistics-parser.ts';

/** Turns the output of `prlctl statistics --all --loop` into events. */
export type EventGatherer = {
	/** Takes the next piece of the output, as it arrives. */
	readonly push: (chunk: Uint8Array | string) => void;
	/** Ends without a last event, because the event in progress may be cut anywhere. Leaves no timer behind. */
	readonly close: () => void;
};

/** Seconds of silence that end an event. */
const silence = 0.15;
/** Seconds by which a timer may be early; this is more than the rounding error of a double. */
const early = 0.001;
/** An event with this many machines or counters is passed on as it is: a memory bound that no host reaches. */
const mostMachines = 4096;
const mostCounters = 262_144;

/**
Blocks that come together are one event. It ends when a machine comes again, or after 150 ms of silence. Its time is the
arrival of its last line, because prlctl gives no other time. All events of a burst (without stdbuf) have the same time,
which is right only for the last event: that event filled the pipe's 4 KB.

An event need not hold all machines: a stopped machine sends no block, and a burst may end in the middle of an event,
whose rest is passed on with the next burst.
@param onEvent never called after `close`.
*/
export const createEventGatherer = (
	clock: Clock,
	onEvent: (event: StatisticsEvent) => void,
): EventGatherer => {
	const timer = createTimer(patientClock(clock));
	/** Uuids of the machines in the present event, also of machines passed on already. */
	let machines = new Set<string>();
	let blocks: Block[] = [];
	let counters = 0;
	let last: Arrival | undefined;
	let heardAt = Number.NEGATIVE_INFINITY;
	let isClosed = false;

	const emit = () => {
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
				emit();
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
		// A clock that went back must not make this wait for ever.
		heardAt = Math.min(heardAt, now);
		const left = heardAt + silence - now;
		if (left > early) {
			timer.start(left, awaitSilence);
			return;
		}

		const isCut = parser.pause();
		emit();
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
