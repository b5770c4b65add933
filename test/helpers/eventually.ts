import {expect} from 'vitest';

/** `expect.poll` for what comes by itself: the limit bounds a hang only, and is long for a busy machine. */
export const eventually = <Value>(read: () => Value): ReturnType<typeof expect.poll<Value>> =>
	expect.poll(read, {timeout: 30_000, interval: 20});
