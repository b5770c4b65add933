/** Remembers the texts of field names by their bytes, so that a name that came before costs no new text. */
export type FieldNames = {
	/** The text of `length` bytes at `offset`. The caller made sure that the bytes and their padding lie in the message. */
	readonly text: (view: DataView, bytes: Buffer, offset: number, length: number) => string;
};

/** Bytes of the longest name that is remembered. libvirt's own names have at most 79 (VIR_TYPED_PARAM_FIELD_LENGTH). */
const lengthLimit = 80;
/** How many names are remembered until all are forgotten. Some hundred are usual; KVM's vCPU statistics have some thousand. */
const nameLimit = 16_384;
/** How many places there are for names: a power of two, never more than half full. */
const placeCount = nameLimit * 2;
/** How many places are probed for one name. Honest names need a few; names made to collide cost no more. */
const probeLimit = 16;

export const createFieldNames = (): FieldNames => {
	let places: Int32Array | undefined;
	let texts: string[] = [];
	/** Where the words of each name begin, and its length in bytes. */
	let starts: number[] = [];
	let lengths: number[] = [];
	let words: number[] = [];

	const forget = (): Int32Array => {
		places = new Int32Array(placeCount);
		texts = [];
		starts = [];
		lengths = [];
		words = [];
		return places;
	};

	const isSame = (name: number, view: DataView, offset: number, length: number): boolean => {
		if (lengths[name] !== length) {
			return false;
		}

		const start = starts[name] as number;
		for (let at = 0; at < length; at += 4) {
			if (words[start + (at >> 2)] !== view.getInt32(offset + at)) {
				return false;
			}
		}

		return true;
	};

	const remember = (view: DataView, bytes: Buffer, offset: number, length: number): number => {
		starts.push(words.length);
		for (let at = 0; at < length; at += 4) {
			words.push(view.getInt32(offset + at));
		}

		lengths.push(length);
		return texts.push(bytes.toString('utf8', offset, offset + length));
	};

	return {
		text: (view, bytes, offset, length) => {
			if (length > lengthLimit) {
				return bytes.toString('utf8', offset, offset + length);
			}

			let hash = length;
			for (let at = 0; at < length; at += 4) {
				hash = Math.imul(hash ^ view.getInt32(offset + at), 0x9e_37_79_b1);
				hash ^= hash >>> 15;
			}

			let table = places ?? forget();
			for (let step = 0; step < probeLimit; step += 1) {
				const place = (hash + step) & (placeCount - 1);
				// A place holds the name's number plus one: 0 is an empty place.
				const found = table[place] as number;
				if (found === 0) {
					if (texts.length === nameLimit) {
						table = forget();
					}

					table[place] = remember(view, bytes, offset, length);
					return texts.at(-1) as string;
				}

				if (isSame(found - 1, view, offset, length)) {
					return texts[found - 1] as string;
				}
			}

			return bytes.toString('utf8', offset, offset + length);
		},
	};
};
