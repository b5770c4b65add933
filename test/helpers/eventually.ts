import {expect} from 'vitest';

/** `expect.poll` for values that come by themselves. The timeout only bounds a hang, and is long for a busy machine. */
export const eventually = <Value>(read: () => Value): ReturnType<typeof expect.poll<Value>> =>
	expect.poll(read, {timeout: 30_000, interval: 20});
