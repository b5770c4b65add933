import {characterKey} from './modified-key.ts';
import {csiKey, ss3Key} from './sequence-key.ts';
import {escapeTimeoutSeconds, sequenceTimeoutSeconds} from './sequence-timeout.ts';

/** Finds keys in code points. */
export type EscapeParser = {
	readonly take: (codePoint: number) => void;
	/** Seconds of silence after which `expire` has to be called. Undefined: no sequence is open. */
	readonly timeoutSeconds: () => number | undefined;
	/** Ends an open sequence after silence: a lone escape was the key; any other unfinished sequence is no key. */
	readonly expire: () => void;
	readonly reset: () => void;
};

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'skip' | 'string' | 'stringEscape';

const escapeCode = 0x1b;
/** CAN and SUB end any sequence. */
const cancels: ReadonlySet<number> = new Set([0x18, 0x1a]);
const bell = 0x07;
const terminator = 0x9c;

/** What each C1 control begins; ESC and the character 64 places lower begin the same. SS2 takes one more character. */
const openers: ReadonlyMap<number, State> = new Map<number, State>([
	[0x8e, 'skip'],
	[0x8f, 'ss3'],
	[0x90, 'string'],
	[0x98, 'string'],
	[0x9b, 'csi'],
	[0x9d, 'string'],
	[0x9e, 'string'],
	[0x9f, 'string'],
]);
const operatingSystemCommand = 0x9d;

/**
How many characters follow `CSI final` without parameters (xterm's ctlseqs). M: a mouse button with column and row; t, T:
the two reports of highlight tracking; [: the function keys of the Linux console.
*/
const followers: Readonly<Record<string, number>> = {M: 3, t: 2, T: 6, '[': 1};

/** Longer parameters belong to no key. */
const mostParameters = 64;

/**
A state machine after ECMA-48 and DEC's. A sequence counts up to its end or not at all, and a sequence that is no key of
domtop is swallowed. No part of a string is kept, so that no string is too long. ^C is always ^C.

@param giveKey is given the name of each key.
@param beginPaste is called where a bracketed paste begins.
*/
export const createEscapeParser = (giveKey: (name: string) => void, beginPaste: () => void): EscapeParser => {
	let state: State = 'ground';
	let parameters = '';
	let isBroken = false;
	let toSkip = 0;
	let endsAtBell = false;

	const open = (control: number): boolean => {
		const opened = openers.get(control);
		if (opened === undefined) {
			return false;
		}

		state = opened;
		parameters = '';
		isBroken = false;
		toSkip = 1;
		endsAtBell = control === operatingSystemCommand;
		return true;
	};

	const ground = (codePoint: number): void => {
		state = codePoint === escapeCode ? 'escape' : 'ground';
		if (state === 'ground' && codePoint !== terminator && !open(codePoint)) {
			giveKey(characterKey(codePoint));
		}
	};

	/** The C1 control that ESC and this character stand for; 0: none. */
	const controlOf = (codePoint: number): number =>
		codePoint >= 0x40 && codePoint < 0x60 ? codePoint + 0x40 : 0;

	const afterEscape = (codePoint: number): void => {
		const control = controlOf(codePoint);
		if (control === terminator) {
			state = 'ground';
		} else if (!open(control)) {
			// Escape, then another key: Alt looks the same, and a slow network brings several keys at once.
			giveKey('escape');
			ground(codePoint);
		}
	};

	const finish = (final: string): void => {
		toSkip = parameters === '' ? (followers[final] ?? 0) : 0;
		state = toSkip > 0 ? 'skip' : 'ground';
		if (isBroken || toSkip > 0) {
			return;
		}

		if (final === '~' && parameters === '200') {
			beginPaste();
			return;
		}

		const key = csiKey(parameters, final);
		if (key !== undefined) {
			giveKey(key);
		}
	};

	const inControlSequence = (codePoint: number): void => {
		if (cancels.has(codePoint)) {
			state = 'ground';
		} else if (codePoint >= 0x40 && codePoint <= 0x7e) {
			finish(String.fromCharCode(codePoint));
		} else if (codePoint >= 0x20 && codePoint < 0x40 && parameters.length < mostParameters) {
			parameters += String.fromCharCode(codePoint);
		} else if (!open(codePoint)) {
			isBroken = true;
		}
	};

	const inString = (codePoint: number): void => {
		if (codePoint === terminator || cancels.has(codePoint) || (codePoint === bell && endsAtBell)) {
			state = 'ground';
		}
	};

	/** ESC \ ends a string, and a new sequence breaks the string off; any other character still belongs to the string. */
	const inStringEscape = (codePoint: number): void => {
		const control = controlOf(codePoint);
		if (control === terminator) {
			state = 'ground';
		} else if (!open(control)) {
			state = 'string';
			inString(codePoint);
		}
	};

	const afterSs3 = (codePoint: number): void => {
		const character = String.fromCodePoint(codePoint);
		// Older terminals put modifiers before the letter.
		if (/^[\d;]$/.test(character)) {
			return;
		}

		state = 'ground';
		const key = ss3Key(character);
		if (key !== undefined) {
			giveKey(key);
		}
	};

	const skip = (): void => {
		toSkip--;
		state = toSkip > 0 ? 'skip' : 'ground';
	};

	const takers: Readonly<Record<State, (codePoint: number) => void>> = {
		ground,
		escape: afterEscape,
		csi: inControlSequence,
		ss3: afterSs3,
		skip,
		string: inString,
		stringEscape: inStringEscape,
	};

	return {
		take(codePoint) {
			if (codePoint === escapeCode && state !== 'ground') {
				if (state === 'escape') {
					giveKey('escape');
				}

				state = state === 'string' || state === 'stringEscape' ? 'stringEscape' : 'escape';
				return;
			}

			takers[state](codePoint);
		},
		timeoutSeconds: () =>
			state === 'ground' ? undefined : state === 'escape' ? escapeTimeoutSeconds : sequenceTimeoutSeconds,
		expire() {
			const isEscape = state === 'escape';
			state = 'ground';
			if (isEscape) {
				giveKey('escape');
			}
		},
		reset() {
			state = 'ground';
		},
	};
};
