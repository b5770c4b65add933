/** virTypedParameterType. */
export const parameterTypes = {
	int: 1,
	unsigned: 2,
	hyper: 3,
	unsignedHyper: 4,
	double: 5,
	boolean: 6,
	string: 7,
} as const;

const high = 2 ** 32;
const allOnes = high - 1;

/** Whether values of a type are numbers, and take two words. */
export const isLongNumber = (type: number): boolean =>
	type === parameterTypes.unsignedHyper || type === parameterTypes.hyper || type === parameterTypes.double;

/** Whether values of a type are numbers, and take one word. */
export const isShortNumber = (type: number): boolean =>
	type === parameterTypes.unsigned || type === parameterTypes.int;

/** Whether values of a type are numbers. Undefined is no type. */
export const isNumberType = (type: number | undefined): boolean =>
	type !== undefined && (isLongNumber(type) || isShortNumber(type));

/**
Reads a number that is sure to be there.
@param offset bytes to the value. @param type a type of numbers.
@returns undefined: an unsigned hyper of all ones, which is libvirt's −1 for unknown.
*/
export const typedNumber = (view: DataView, offset: number, type: number): number | undefined => {
	switch (type) {
		case parameterTypes.unsignedHyper: {
			const upper = view.getUint32(offset);
			const lower = view.getUint32(offset + 4);
			return upper === allOnes && lower === allOnes ? undefined : upper * high + lower;
		}

		case parameterTypes.hyper:
			return view.getInt32(offset) * high + view.getUint32(offset + 4);
		case parameterTypes.double:
			return view.getFloat64(offset);
		case parameterTypes.unsigned:
			return view.getUint32(offset);
		default:
			return view.getInt32(offset);
	}
};
