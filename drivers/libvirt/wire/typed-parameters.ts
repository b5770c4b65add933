import {createFieldNames} from './field-names.ts';
import {WireFault} from './wire-fault.ts';
import type {XdrReader} from './xdr-reader.ts';
import type {XdrValue} from './xdr-value.ts';

/** Typed parameters as they came (remote_protocol.x, remote_typed_param). */
export type TypedParameters = {
	readonly fields: readonly string[];
	/** In the order of `fields`. */
	readonly values: readonly XdrValue[];
};

/** Reads the typed parameters of one conversation. */
export type TypedParametersReader = {
	/** Reads the count and the parameters. @param limit the protocol's. @throws WireFault, also at an unknown type */
	readonly read: (reader: XdrReader, limit: number) => TypedParameters;
};

/** virTypedParameterType. */
const types = {int: 1, unsigned: 2, hyper: 3, unsignedHyper: 4, double: 5, boolean: 6, string: 7} as const;

/** Bytes of the shortest parameter: an empty name, its type and a word. */
const parameterLength = 12;
const high = 2 ** 32;
const allOnes = high - 1;
/** How many bytes of a text are kept. A path is the longest text that is of use. */
const textLength = 4 * 4096;
/** How many lists of names are kept, by their length. */
const shapeLimit = 64;

const tooShort = (): never => {
	throw new WireFault('a message that ends too soon');
};

/**
The bulk reply of a big host has 150 000 parameters. So no object is made for a parameter. Names that came before are the same
text, and records with the same names in the same order share one list of names.
*/
export const createTypedParametersReader = (): TypedParametersReader => {
	const names = createFieldNames();
	const shapes = new Map<number, readonly string[]>();

	const keep = (fields: readonly string[]): readonly string[] => {
		if (shapes.size >= shapeLimit) {
			shapes.clear();
		}

		shapes.set(fields.length, fields);
		return fields;
	};

	return {
		read: (reader, limit) => {
			const count = reader.count(limit, parameterLength);
			const {bytes} = reader;
			const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
			const end = bytes.length;
			const start = reader.offset();
			const values = new Array<XdrValue>(count);
			const shape = shapes.get(count);
			let fields: string[] | undefined = shape ? undefined : [];
			let offset = start;

			for (let index = 0; index < count; index += 1) {
				if (end - offset < parameterLength) {
					tooShort();
				}

				const length = view.getUint32(offset);
				const typeOffset = offset + 4 + ((length + 3) & ~3);
				// A word after the type is sure to be there. A longer value is checked below.
				if (length > end || typeOffset > end - 8) {
					tooShort();
				}

				const name = names.text(view, bytes, offset + 4, length);
				if (fields) {
					fields.push(name);
				} else if (shape?.[index] !== name) {
					fields = [...(shape?.slice(0, index) ?? []), name];
				}

				const type = view.getUint32(typeOffset);
				offset = typeOffset + 8;
				if (type === types.unsignedHyper || type === types.hyper || type === types.double) {
					offset += 4;
					if (offset > end) {
						tooShort();
					}

					const lower = view.getUint32(typeOffset + 8);
					if (type === types.unsignedHyper) {
						const upper = view.getUint32(typeOffset + 4);
						values[index] = upper === allOnes && lower === allOnes ? undefined : upper * high + lower;
					} else {
						values[index] =
							type === types.hyper
								? view.getInt32(typeOffset + 4) * high + lower
								: view.getFloat64(typeOffset + 4);
					}
				} else if (type === types.unsigned) {
					values[index] = view.getUint32(typeOffset + 4);
				} else if (type === types.int) {
					values[index] = view.getInt32(typeOffset + 4);
				} else if (type === types.boolean) {
					values[index] = view.getInt32(typeOffset + 4) !== 0;
				} else if (type === types.string) {
					const size = view.getUint32(typeOffset + 4);
					if (size > end - offset) {
						tooShort();
					}

					values[index] = bytes.toString('utf8', offset, offset + Math.min(size, textLength));
					offset += (size + 3) & ~3;
				} else {
					throw new WireFault(`a parameter of the unknown type ${type}`);
				}
			}

			// This also makes sure that the padding of the last text is there.
			reader.skip(offset - start);
			return {fields: fields ? keep(fields) : (shape as readonly string[]), values};
		},
	};
};
