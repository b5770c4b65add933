/** Bytes that a number may take, with its sign and exponent. */
export const mostNumberBytes = 32;

const zero = 0x30;
const minus = 0x2d;
const dot = 0x2e;

/** Digits that are written of a number. Those behind them are made by the computer's arithmetic alone. */
const precision = 12;

/** Powers of ten that a double holds exactly, by exponent. */
const powers = Float64Array.from({length: 23}, (_, exponent) => Number(`1e${exponent}`));

/** Quotients of smaller whole numbers and a billion are never rounded up to a whole number. */
const mostWhole = 1e15;

/** Between the two, a number is written without an exponent, and its digits reach behind the point. */
const leastFraction = 1e-6;
const mostFraction = 1e12;

/** A number times a power of ten, below 2^40, is wrong by 2^-14 at most: so near to a half, it may be above or below. */
const nearHalf = 2 ** -12;

/** Writes that many digits of a whole number below 2^31, with zeros before it. */
const writeDigits = (bytes: Uint8Array, start: number, count: number, number: number): void => {
	let rest = number | 0;
	for (let place = start + count - 1; place >= start; place--) {
		const tenth = (rest / 10) | 0;
		bytes[place] = zero + rest - tenth * 10;
		rest = tenth;
	}
};

const writeWhole = (bytes: Uint8Array, start: number, number: number): number => {
	const billions = number < 1e9 ? 0 : Math.floor(number / 1e9);
	const first = billions || number;
	let count = 1;
	while (count < 10 && first >= (powers[count] ?? 0)) {
		count++;
	}

	writeDigits(bytes, start, count, first);
	if (billions === 0) {
		return start + count;
	}

	writeDigits(bytes, start + count, 9, number - billions * 1e9);
	return start + count + 9;
};

const writeText = (bytes: Uint8Array, start: number, text: string): number => {
	for (let index = 0; index < text.length; index++) {
		bytes[start + index] = text.charCodeAt(index);
	}

	return start + text.length;
};

const exponentOf = (number: number): number => {
	let exponent = 0;
	if (number >= 1) {
		while (number >= (powers[exponent + 1] ?? 0)) {
			exponent++;
		}
	} else {
		while (number * (powers[-exponent] ?? 0) < 1) {
			exponent--;
		}
	}

	return exponent;
};

/** @returns the end of what was written. −1: the digits cannot be told this way, and nothing was written. */
const writeFraction = (bytes: Uint8Array, start: number, number: number): number => {
	const exponent = exponentOf(number);
	const scaled = number * (powers[precision - 1 - exponent] ?? 0);
	const below = Math.floor(scaled);
	const over = scaled - below - 0.5;
	const digits = over > 0 ? below + 1 : below;
	if (Math.abs(over) < nearHalf || digits >= 1e12) {
		return -1;
	}

	const place = start + (exponent < 0 ? 1 - exponent : 1);
	const millions = Math.floor(digits / 1e6);
	writeDigits(bytes, place, 6, millions);
	writeDigits(bytes, place + 6, 6, digits - millions * 1e6);
	let point = start + 1;
	if (exponent < 0) {
		for (let index = start; index < place; index++) {
			bytes[index] = zero;
		}
	} else {
		// What stands before the point moves one place to the left, and makes room for it.
		for (point = start; point <= start + exponent; point++) {
			bytes[point] = bytes[point + 1] as number;
		}
	}

	bytes[point] = dot;
	let end = place + precision;
	while (bytes[end - 1] === zero) {
		end--;
	}

	return end === point + 1 ? point : end;
};

/**
Writes a finite number in ASCII as `String(Number(number.toPrecision(12)))` has it, a whole number with all its digits.
@param bytes has room for `mostNumberBytes` from `start`.
@returns the end of what was written.
*/
export const writeNumber = (bytes: Uint8Array, start: number, number: number): number => {
	const size = Math.abs(number);
	const first = number < 0 ? start + 1 : start;
	bytes[start] = minus;
	if (Number.isInteger(size)) {
		return size < mostWhole ? writeWhole(bytes, first, size) : writeText(bytes, start, String(number));
	}

	const end = size >= leastFraction && size < mostFraction ? writeFraction(bytes, first, size) : -1;
	return end < 0 ? writeText(bytes, start, String(Number(number.toPrecision(precision)))) : end;
};
