/** A place in a value of JSON where two values differ. An undefined side has nothing there. */
export type Difference = {readonly place: string; readonly stored: unknown; readonly now: unknown};

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

/** Where two values of JSON differ, in the order of their fields. */
export const differences = (stored: unknown, now: unknown, place = ''): readonly Difference[] => {
	if (!isGroup(stored) || !isGroup(now) || Array.isArray(stored) !== Array.isArray(now)) {
		return Object.is(stored, now) ? [] : [{place, stored, now}];
	}

	const names = new Set([...Object.keys(stored), ...Object.keys(now)]);
	return [...names].flatMap((name) => differences(stored[name], now[name], `${place}/${name}`));
};
