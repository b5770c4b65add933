import type {Guest} from './guest.ts';

const property = 'guest-stats-polling-interval';

const balloonPath = (guest: Guest): string =>
	guest.options.balloon === 'named' ? '/machine/peripheral/balloon0' : '/machine/peripheral-anon/device[0]';

/** The balloon statistics period, seconds, read over the second socket. */
export const readPeriod = async (guest: Guest): Promise<unknown> =>
	guest.monitor.ask('qom-get', {path: balloonPath(guest), property});

/** Sets the period behind domtop's back. */
export const setPeriod = async (guest: Guest, seconds: number): Promise<void> => {
	await guest.monitor.ask('qom-set', {path: balloonPath(guest), property, value: seconds});
};
