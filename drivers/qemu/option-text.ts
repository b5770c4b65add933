/** The keys and values of one option of QEMU's command line. */
export type OptionText = ReadonlyMap<string, string>;

/** Deepest nesting of objects that is read; what domtop looks for lies five deep. */
const depthLimit = 16;

const flatten = (value: unknown, key: string, into: Map<string, string>, depth = 0) => {
	if (typeof value === 'object' && value !== null) {
		for (const [name, inner] of depth < depthLimit ? Object.entries(value) : []) {
			flatten(inner, key === '' ? name : `${key}.${name}`, into, depth + 1);
		}
	} else if (typeof value === 'boolean') {
		into.set(key, value ? 'on' : 'off');
	} else if (value !== null && value !== undefined) {
		into.set(key, String(value));
	}
};

const parseJson = (text: string): OptionText => {
	const options = new Map<string, string>();
	try {
		flatten(JSON.parse(text), '', options);
	} catch {
		options.clear();
	}

	return options;
};

/** `a,,b,c` is `a,b` and `c`. */
const splitAtCommas = (text: string): readonly string[] =>
	(text.match(/(?:[^,]+|,,)+/g) ?? []).map((piece) => piece.replaceAll(',,', ','));

/**
Parses QEMU's key=value syntax (util/keyval.c, qemu-option.c): the first piece may leave out its key, a comma in a value
is doubled, `server` is `server=on` and `nowait` is `wait=off`.
@param takesJson whether the option takes JSON too, as -device, -netdev, -object and others do. JSON gives its nested
keys joined by dots.
*/
export const parseOptionText = (text: string, impliedKey: string, takesJson = false): OptionText => {
	if (takesJson && text.startsWith('{')) {
		return parseJson(text);
	}

	const options = new Map<string, string>();
	for (const [index, piece] of splitAtCommas(text).entries()) {
		const equals = piece.indexOf('=');
		if (equals >= 0) {
			options.set(piece.slice(0, equals), piece.slice(equals + 1));
		} else if (index === 0) {
			options.set(impliedKey, piece);
		} else if (piece.startsWith('no')) {
			options.set(piece.slice(2), 'off');
		} else {
			options.set(piece, 'on');
		}
	}

	return options;
};
