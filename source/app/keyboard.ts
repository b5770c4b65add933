import type {Clock} from '../async/clock.ts';
import {createTimer} from '../async/timer.ts';
import {nextTurn} from '../async/wait.ts';
import {createKeyBudget} from '../keys/key-budget.ts';
import type {Paste} from '../keys/terminal-input/paste-reader.ts';
import {createTerminalInput, type InputEvent} from '../keys/terminal-input/terminal-input.ts';

/** Receives keys and pastes, in their order. */
export type Typist = {
	readonly press: (names: readonly string[]) => void;
	readonly paste: (paste: Paste) => void;
};

/** The keyboard of a terminal, held in raw mode. */
export type Keyboard = {
	/**
	Takes the keyboard. Waiting input was meant for the program that had the terminal before, and may be the rest of a
	paste: waiting input except ^C is thrown away. Resolves once it is thrown away.
	*/
	readonly start: () => Promise<void>;
	/** Gives the keyboard back, as it was; harmless where it is not held. */
	readonly stop: () => void;
};

/** Turns of the event loop that may bring waiting bytes: more than a full terminal queue needs. */
const mostTurns = 100;

/** One whole turn of the event loop: everything that was readable by now has been read. */
const turn = async (): Promise<void> => {
	// Where input is being handled, the first `nextTurn` resolves before the next check for input.
	await nextTurn();
	await nextTurn();
};

const isInterrupt = (event: InputEvent): boolean => event.type === 'key' && event.name === 'ctrl-c';

/** The one place where keys come in. */
export const createKeyboard = (
	stdin: Pick<NodeJS.ReadStream, 'setRawMode' | 'on' | 'off' | 'pause' | 'resume'>,
	clock: Clock,
	typist: Typist,
): Keyboard => {
	const budget = createKeyBudget();
	let input = createTerminalInput();
	let held = false;
	let discards = false;
	let hasRead = false;
	/** Bytes that are already there are read before a timeout: a busy program must not take the rest of a sequence for late. */
	const timer = createTimer({
		async sleep(seconds, signal) {
			await clock.sleep(seconds, signal);
			await turn();
		},
	});

	const isTaken = (event: InputEvent): boolean =>
		isInterrupt(event) || (!discards && budget.spend(clock.monotonic()));

	const deliver = (all: readonly InputEvent[]): void => {
		let names: string[] = [];
		const press = (): void => {
			if (names.length > 0) {
				typist.press(names);
				names = [];
			}
		};
		for (const event of all.filter(isTaken)) {
			if (event.type === 'key') {
				names.push(event.name);
			} else {
				press();
				typist.paste(event);
			}
		}

		press();
	};

	const wait = (): void => {
		timer.stop();
		const deadline = input.deadline();
		if (held && deadline !== undefined) {
			timer.start(Math.max(0, deadline - clock.monotonic()), () => {
				deliver(input.expire(clock.monotonic()));
				wait();
			});
		}
	};

	const take = (bytes: Uint8Array): void => {
		hasRead = true;
		deliver(input.push(bytes, clock.monotonic()));
		wait();
	};

	return {
		async start() {
			if (held) {
				return;
			}

			held = true;
			discards = true;
			input = createTerminalInput();
			stdin.setRawMode(true);
			stdin.on('data', take);
			stdin.resume();
			hasRead = true;
			for (let turns = 0; hasRead && turns < mostTurns; turns++) {
				hasRead = false;
				await turn();
			}

			discards = false;
		},
		stop() {
			if (held) {
				held = false;
				timer.stop();
				stdin.off('data', take);
				stdin.pause();
				stdin.setRawMode(false);
			}
		},
	};
};
