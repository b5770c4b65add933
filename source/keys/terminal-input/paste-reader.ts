import {createPasteMarkers} from './paste-markers.ts';
import {escapeTimeoutSeconds} from './sequence-timeout.ts';
import {replacement} from './utf8-decoder.ts';

/** What was pasted. */
export type Paste = {
	/** As it came, of at most 1024 characters; not clean. */
	readonly text: string;
	/** How many characters behind them were not kept. */
	readonly dropped: number;
};

/** What comes between the marks of a bracketed paste, and shortly behind them. */
export type PasteReader = {
	readonly begin: () => void;
	readonly isOpen: () => boolean;
	readonly take: (codePoint: number) => void;
	/** Seconds of silence after which `expire` has to be called; absent: never. */
	readonly timeoutSeconds: () => number | undefined;
	readonly expire: () => void;
	readonly reset: () => void;
};

const mostKept = 1024;
/** Seconds without a byte after which a paste counts as broken off. */
const pasteTimeoutSeconds = 5;

/**
A paste may hold the very mark that ends it, so what comes right behind it is held until nothing more comes: it is keys
only if no other mark followed. A paste that breaks off ends at an escape or after a silence; what then comes first is
held in the same way, since the rest of it may only be late.

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

		// In place of the mark that stood in the text: a paste must not read as if it were not there.
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
