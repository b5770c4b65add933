import {modifiedKey} from './modified-key.ts';

/** Final letters of cursor keys: CSI or SS3, by the mode of the cursor keys. */
const letters: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
};

/** rxvt sends these with shift (CSI) or control (SS3). */
const rxvtLetters: Readonly<Record<string, string>> = {a: 'up', b: 'down', c: 'right', d: 'left'};

/** CSI number ~: VT220, the Linux console and rxvt have different numbers for Home and End. */
const numbers: Readonly<Record<string, string>> = {
	1: 'home',
	3: 'backspace',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
};

/** The event type after the modifiers with which kitty's protocol reports that a key is released. */
const release = '3';

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

/**
Name of the key that sends `CSI parameters final`. Modifiers of named keys make no difference; a release is no key.

@returns undefined for everything that is no key of domtop: reports, answers, mouse, focus, function keys.
*/
export const csiKey = (parameters: string, final: string): string | undefined => {
	// A private prefix or an intermediate byte: no key has one.
	if (!/^[\d;:]*$/.test(parameters)) {
		return undefined;
	}

	const fields = parameters.split(';').map((field) => field.split(':'));
	const [number, shifted] = fields[0] ?? [];
	const [modifiers, event] = fields[1] ?? [];
	if (event === release) {
		return undefined;
	}

	switch (final) {
		case '~': {
			const code = numberOf(fields[2]?.[0]);
			return number === '27' && code !== undefined
				? modifiedKey({code, modifiers: numberOf(modifiers), shifted: code})
				: numbers[number ?? ''];
		}

		case 'u': {
			const code = numberOf(number);
			return code === undefined
				? undefined
				: modifiedKey({
						code,
						modifiers: numberOf(modifiers),
						shifted: numberOf(shifted) ?? numberOf(fields[2]?.[0]),
					});
		}

		case 'Z': {
			return 'shift-tab';
		}

		default: {
			return letters[final] ?? (parameters === '' ? rxvtLetters[final] : undefined);
		}
	}
};

/** Name of the key that sends `SS3 final`: cursor keys and, in application mode, the keypad. */
export const ss3Key = (final: string): string | undefined => {
	if (final === 'M') {
		return 'enter';
	}

	// The keypad's signs and digits stand 64 places behind what they type.
	return /^[j-y]$/.test(final)
		? String.fromCharCode(final.charCodeAt(0) - 64)
		: (letters[final] ?? rxvtLetters[final]);
};
