/** How a value is written for people; the only place that rounds. */
export type Kind =
	| 'text'
	| 'integer'
	| 'bytes'
	| 'kibibytes'
	| 'percent'
	| 'perSecond'
	| 'duration'
	| 'latency'
	| 'age'
	| 'decimal';

/** Sign for an unknown value. */
export const unknownText = (ascii: boolean): string => (ascii ? '-' : '–');

/** Three significant digits at the most, and no more room than five columns: 0, 7.5, 42, 999, 9999. */
const short = (value: number): string => {
	if (value >= 99.95 || Number.isInteger(value)) {
		return value.toFixed(0);
	}

	return value < 0.05 ? '0' : value < 9.95 ? value.toFixed(1) : value.toFixed(0);
};

const scaled = (value: number, base: number, units: readonly string[]): string => {
	let size = value;
	let unit = 0;
	// 999.5 would be rounded to 1000, one digit too many.
	while (size >= 999.5 && unit < units.length - 1) {
		size /= base;
		unit++;
	}

	return unit > 0 && size < 9.95 ? `${size.toFixed(1)}${units[unit]}` : `${short(size)}${units[unit]}`;
};

const sizeUnits = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** Binary units: 1K is 1024. */
export const formatBytes = (bytes: number): string => scaled(bytes, 1024, sizeUnits);

/** Decimal units: 1k is 1000. */
const formatCount = (count: number): string => scaled(count, 1000, ['', 'k', 'm', 'g', 't', 'p']);

/** 85us, 1.2ms, 34ms, 2.0s: a latency. */
const formatLatency = (seconds: number): string => {
	if (seconds < 0.000_999_5) {
		return `${(seconds * 1e6).toFixed(0)}us`;
	}

	const [value, unit] = seconds < 0.9995 ? [seconds * 1e3, 'ms'] : [seconds, 's'];
	return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)}${unit}`;
};

/** 12s, 5m, 3h, 2d: how old a number is, the last whole unit. */
export const formatAge = (seconds: number): string => {
	const whole = Math.floor(seconds);
	if (whole < 100) {
		return `${whole}s`;
	}

	if (whole < 6000) {
		return `${Math.floor(whole / 60)}m`;
	}

	return whole < 172_800 ? `${Math.floor(whole / 3600)}h` : `${Math.floor(whole / 86_400)}d`;
};

/** 12.34, 1:02.3, 1:02:03, 12d03h: processor time, as top writes it. */
const formatDuration = (seconds: number): string => {
	// 59.999 would be rounded to 60.00.
	const hundredths = Math.round(seconds * 100) / 100;
	if (hundredths < 60) {
		return hundredths.toFixed(2);
	}

	const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');
	if (seconds < 3600) {
		const tenths = Math.floor(hundredths * 10) / 10;
		return `${Math.floor(tenths / 60)}:${(tenths % 60).toFixed(1).padStart(4, '0')}`;
	}

	if (seconds < 360_000) {
		return `${Math.floor(seconds / 3600)}:${pad((seconds % 3600) / 60)}:${pad(seconds % 60)}`;
	}

	return `${Math.floor(seconds / 86_400)}d${pad((seconds % 86_400) / 3600)}h`;
};

const formatPercent = (percent: number): string =>
	percent < 99.95 ? percent.toFixed(1) : percent.toFixed(0);

/** A whole number. Where its digits have no room it is scaled by a unit: a cut number would be a wrong number. */
const formatInteger = (value: number, width: number): string => {
	const digits = String(Math.round(value));
	return digits.length > width ? formatCount(value) : digits;
};

/**
One value, in no more room than a column of its kind has. The caller writes what is unknown.
@param width terminal columns for a whole number. Undefined: as many as it takes.
*/
export const formatValue = (kind: Kind, value: number, width = Number.POSITIVE_INFINITY): string => {
	switch (kind) {
		case 'bytes': {
			return formatBytes(value);
		}

		case 'kibibytes': {
			return formatBytes(value * 1024);
		}

		case 'percent': {
			return formatPercent(value);
		}

		case 'perSecond': {
			return formatCount(value);
		}

		case 'duration': {
			return formatDuration(value);
		}

		case 'latency': {
			return formatLatency(value);
		}

		case 'age': {
			return formatAge(value);
		}

		case 'decimal': {
			return value < 99.95 ? value.toFixed(value < 9.95 ? 2 : 1) : value.toFixed(0);
		}

		default: {
			return formatInteger(value, width);
		}
	}
};

/** HH:MM:SS in the local time zone. Dashes where the time is outside every calendar (ECMA-262, time values). */
export const formatClock = (wall: number): string => {
	const date = new Date(wall);
	if (Number.isNaN(date.getTime())) {
		return '--:--:--';
	}

	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
};
