/** Something that begins at every multiple of `every` seconds and lasts for `lasts` seconds. */
export type Recurring = {readonly every: number; readonly lasts: number};

/** When the present round began, seconds. */
export const roundStart = (every: number, seconds: number): number => Math.floor(seconds / every) * every;

/** Is it going on at `seconds`? */
export const goesOn = ({every, lasts}: Recurring, seconds: number): boolean =>
	seconds - roundStart(every, seconds) < lasts;

/** The latest time, not after `seconds`, at which it went on. */
export const lastTime = ({every, lasts}: Recurring, seconds: number): number => {
	const start = roundStart(every, seconds);
	return Math.min(seconds, start + lasts);
};
