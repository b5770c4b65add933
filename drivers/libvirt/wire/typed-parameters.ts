import {createFieldNames} from './field-names.ts';
import {isLongNumber, isShortNumber, parameterTypes, typedNumber} from './typed-number.ts';
import {WireFault} from './wire-fault.ts';
import type {XdrReader} from './xdr-reader.ts';
import type {XdrValue} from './xdr-value.ts';

/** Typed parameters as they came (remote_protocol.x, remote_typed_param). */
export type TypedParameters = {
	readonly fields: readonly string[];
	/** In the order of `fields`. */
	readonly values: readonly XdrValue[];
	/** virTypedParameterType of each field. */
	readonly types: Uint8Array;
	/** Bytes from the beginning of the message to the value of each field. */
	readonly offsets: Int32Array;
};

/** Reads the typed parameters of one conversation. */
export type TypedParametersReader = {
	/** Reads the count and the parameters. @param limit the protocol's. @throws WireFault, also at an unknown type */
	readonly read: (reader: XdrReader, limit: number) => TypedParameters;
};

/** Bytes of the shortest parameter: an empty name, its type and a word. */
const parameterLength = 12;
/** How many bytes of a text are kept. A path is the longest text that is of use. */
const textLength = 4 * 4096;
/** How many lists of names are kept, by their length. */
const shapeLimit = 64;

/** @param offset bytes to the text's length. @param size the length, which was checked. */
export const typedText = (bytes: Buffer, offset: number, size: number): string =>
	bytes.toString('utf8', offset + 4, offset + 4 + Math.min(size, textLength));

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
			const types = new Uint8Array(count);
			const offsets = new Int32Array(count);
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
				const valueOffset = typeOffset + 4;
				types[index] = type;
				offsets[index] = valueOffset;
				offset = valueOffset + 4;
				if (isLongNumber(type)) {
					offset += 4;
					if (offset > end) {
						tooShort();
					}

					values[index] = typedNumber(view, valueOffset, type);
				} else if (isShortNumber(type)) {
					values[index] = typedNumber(view, valueOffset, type);
				} else if (type === parameterTypes.boolean) {
					values[index] = view.getInt32(valueOffset) !== 0;
				} else if (type === parameterTypes.string) {
					const size = view.getUint32(valueOffset);
					if (size > end - offset) {
						tooShort();
					}

					values[index] = typedText(bytes, valueOffset, size);
					offset += (size + 3) & ~3;
				} else {
					throw new WireFault(`a parameter of the unknown type ${type}`);
				}
			}

			// This also makes sure that the padding of the last text is there.
			reader.skip(offset - start);
			return {fields: fields ? keep(fields) : (shape as readonly string[]), values, types, offsets};
		},
	};
};
