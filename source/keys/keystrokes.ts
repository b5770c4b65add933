/** What Ink says of a key beside its text. */
export type Modifiers = Readonly<
	Partial<
		Record<
			| 'upArrow'
			| 'downArrow'
			| 'leftArrow'
			| 'rightArrow'
			| 'pageUp'
			| 'pageDown'
			| 'home'
			| 'end'
			| 'return'
			| 'escape'
			| 'backspace'
			| 'delete'
			| 'tab'
			| 'ctrl'
			| 'meta',
			boolean
		>
	>
>;

const named: readonly (readonly [keyof Modifiers, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['backspace', 'backspace'],
	['delete', 'backspace'],
	['tab', 'tab'],
];

const controls: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\u0008': 'backspace',
	'\u007F': 'backspace',
	'\u001B': 'escape',
};

const letterOf = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	return controls[character] ?? (code < 32 ? `ctrl-${String.fromCharCode(code + 96)}` : character);
};

/**
One name a key: `up`, `enter`, `escape`, `ctrl-l`, or the character itself. Over a slow link several keys come at once,
and an escape right before another key looks like Alt: both are taken apart again.
*/
export const keystrokes = (input: string, key: Modifiers): readonly string[] => {
	const before = key.meta && (key.return || input !== '') ? ['escape'] : [];
	const name = named.find(([flag]) => key[flag])?.[1];
	if (name !== undefined) {
		return [...before, name];
	}

	if (key.escape) {
		return key.meta ? ['escape', 'escape'] : ['escape'];
	}

	if (key.ctrl) {
		return input === '' ? [] : [`ctrl-${input}`];
	}

	return [...before, ...[...input].map(letterOf)];
};
