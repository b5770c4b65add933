import {createEscapeParser} from './escape-parser.ts';
import {createPasteReader, type Paste} from './paste-reader.ts';
import {sequenceTimeoutSeconds} from './sequence-timeout.ts';
import {createUtf8Decoder} from './utf8-decoder.ts';

/** A key or a paste of a person. */
export type InputEvent =
	/** Name of a key: `up`, `enter`, `escape`, `ctrl-l`, or the character itself. */
	{readonly type: 'key'; readonly name: string} | ({readonly type: 'paste'} & Paste);

/** Finds keys and pastes in the bytes that a terminal sends. The caller gives all times, in seconds: there is no clock here. */
export type TerminalInput = {
	/** The keys and pastes that are certain after these bytes. */
	readonly push: (bytes: Uint8Array, now: number) => readonly InputEvent[];
	/** Time at which `expire` has to be called unless bytes come before, seconds. Undefined: nothing is open. */
	readonly deadline: () => number | undefined;
	/** The keys and pastes in what is open, since nothing more came up to the deadline. */
	readonly expire: (now: number) => readonly InputEvent[];
};

const interrupt = 0x03;

/**
Bytes are keys only where they can be nothing else. The same bytes give the same events, however they are split, as
long as at most 0.3 s lie between two parts. ^C is a key everywhere, also in a sequence, a string or a paste that never
ends.
*/
export const createTerminalInput = (): TerminalInput => {
	let events: InputEvent[] = [];
	let last = 0;

	const giveKey = (name: string): void => {
		events.push({type: 'key', name});
	};

	const parser = createEscapeParser(giveKey, () => paste.begin());
	const paste = createPasteReader(
		(given) => events.push({type: 'paste', ...given}),
		(codePoints) => {
			for (const codePoint of codePoints) {
				parser.take(codePoint);
			}

			parser.expire();
		},
	);
	const decoder = createUtf8Decoder((codePoint) => {
		if (codePoint === interrupt) {
			paste.reset();
			parser.reset();
			giveKey('ctrl-c');
		} else if (paste.isOpen()) {
			paste.take(codePoint);
		} else {
			parser.take(codePoint);
		}
	});

	const timeoutSeconds = (): number | undefined =>
		paste.isOpen()
			? paste.timeoutSeconds()
			: decoder.isOpen()
				? sequenceTimeoutSeconds
				: parser.timeoutSeconds();

	const deadline = (): number | undefined => {
		const seconds = timeoutSeconds();
		return seconds === undefined ? undefined : last + seconds;
	};

	const taken = (): readonly InputEvent[] => {
		const given = events;
		events = [];
		return given;
	};

	return {
		push(bytes, now) {
			last = now;
			for (const byte of bytes) {
				decoder.push(byte);
			}

			return taken();
		},
		deadline,
		expire(now) {
			if (now < (deadline() ?? Number.POSITIVE_INFINITY)) {
				return [];
			}

			decoder.flush();
			if (paste.isOpen()) {
				paste.expire();
			} else {
				parser.expire();
			}

			return taken();
		},
	};
};
