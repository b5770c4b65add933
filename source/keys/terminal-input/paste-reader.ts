import {createPasteMarkers} from './paste-markers.ts';
import {escapeTimeoutSeconds} from './sequence-timeout.ts';
import {replacement} from './utf8-decoder.ts';

/** What was pasted. */
export type Paste = {
	/** The text as it came, at most 1024 characters; not cleaned. */
	readonly text: string;
	/** Number of characters after `text` that were not kept. */
	readonly dropped: number;
};

/** Reads what comes between the marks of a bracketed paste, and shortly after the marks. */
export type PasteReader = {
	readonly begin: () => void;
	readonly isOpen: () => boolean;
	readonly take: (codePoint: number) => void;
	/** Seconds of silence after which `expire` has to be called. Undefined: never. */
	readonly timeoutSeconds: () => number | undefined;
	readonly expire: () => void;
	readonly reset: () => void;
};

const mostKept = 1024;
/** Seconds without a byte after which a paste counts as broken off. */
const pasteTimeoutSeconds = 5;

/**
A pasted text may contain the end mark itself. So code points right after an end mark are held until nothing more comes;
they are keys only if no other mark followed. A paste that breaks off ends at an escape or after a silence. The first code
points after it are held in the same way, since the rest of the paste may only be late.

@param givePaste is given each paste.
@param giveKeys is given the code points that were held and are keys.
*/
export const createPasteReader = (
	givePaste: (paste: Paste) => void,
	giveKeys: (codePoints: readonly number[]) => void,
): PasteReader => {
	let phase: 'none' | 'inside' | 'behind' = 'none';
	let isBrokenOff = false;
	let kept: number[] = [];
	let dropped = 0;

	const keep = (codePoint: number): void => {
		if (kept.length < mostKept) {
			kept.push(codePoint);
		} else {
			dropped++;
		}
	};

	const empty = (): {readonly codePoints: readonly number[]; readonly dropped: number} => {
		const all = {codePoints: kept, dropped};
		kept = [];
		dropped = 0;
		return all;
	};

	const give = (prefix: readonly number[] = []): void => {
		const all = empty();
		if (all.codePoints.length > 0) {
			givePaste({text: String.fromCodePoint(...prefix, ...all.codePoints), dropped: all.dropped});
		}
	};

	const markers = createPasteMarkers(keep, (isEnd) => {
		if (phase === 'inside' && !isEnd) {
			keep(replacement);
			return;
		}

		// U+FFFD replaces the mark inside the text: a paste must not read as if the mark were not there.
		give(phase === 'behind' ? [replacement] : []);
		phase = isEnd ? 'behind' : 'inside';
		isBrokenOff = false;
	});

	const reset = (): void => {
		phase = 'none';
		isBrokenOff = false;
		markers.reset();
		empty();
	};

	return {
		begin() {
			phase = 'inside';
		},
		isOpen: () => phase !== 'none',
		take: markers.take,
		timeoutSeconds() {
			if (phase === 'inside') {
				return markers.isAtEscape() ? escapeTimeoutSeconds : pasteTimeoutSeconds;
			}

			return phase === 'none' || (isBrokenOff && kept.length === 0 && !markers.isAtEscape())
				? undefined
				: escapeTimeoutSeconds;
		},
		expire() {
			if (phase === 'inside') {
				if (markers.isAtEscape()) {
					markers.reset();
				}

				markers.flush();
				give();
				phase = 'behind';
				isBrokenOff = true;
				return;
			}

			markers.flush();
			const held = empty();
			reset();
			// More than a person types without a pause: no keys.
			if (held.dropped === 0) {
				giveKeys(held.codePoints);
			}
		},
		reset,
	};
};
