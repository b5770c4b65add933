import {createTerminalInput, type InputEvent} from '../../../source/keys/terminal-input/terminal-input.ts';

/** Bytes, and the seconds between them and what came before. */
export type Part = {readonly bytes: Uint8Array; readonly gap: number};

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One byte a character, none above U+00FF. */
export const raw = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0));

export const joined = (...all: readonly Uint8Array[]): Uint8Array =>
	Uint8Array.from(all.flatMap((one) => [...one]));

/** A terminal's input on a clock of its own. Silence calls `expire` just when it is due, as a keyboard does. */
export const createFedInput = () => {
	const input = createTerminalInput();
	let now = 100;
	const events: InputEvent[] = [];

	const wait = (seconds: number): void => {
		const end = now + seconds;
		for (let due = input.deadline(); due !== undefined && due <= end; due = input.deadline()) {
			now = Math.max(now, due);
			events.push(...input.expire(now));
		}

		now = end;
	};

	return {
		input,
		wait,
		feed(bytes: Uint8Array, gap = 0) {
			wait(gap);
			events.push(...input.push(bytes, now));
		},
		/** What came since the last call: names of keys, and pastes as `[text]`. */
		taken(): readonly string[] {
			return events
				.splice(0)
				.map((event) =>
					event.type === 'key'
						? event.name
						: `[${event.text}]${event.dropped > 0 ? `+${event.dropped}` : ''}`,
				);
		},
	};
};

/** What these parts are, once nothing more came for a long time. */
export const read = (parts: readonly Part[]): readonly string[] => {
	const fed = createFedInput();
	for (const {bytes, gap} of parts) {
		fed.feed(bytes, gap);
	}

	fed.wait(60);
	return fed.taken();
};

/** What these bytes are, in one piece. */
export const readAtOnce = (bytes: Uint8Array): readonly string[] => read([{bytes, gap: 0}]);
