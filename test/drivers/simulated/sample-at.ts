import type {PeriodSetting} from '../../../drivers/simulated/balloon-period.ts';
import {defaultHost} from '../../../drivers/simulated/driver.ts';
import type {Moment} from '../../../drivers/simulated/moment.ts';
import {simulatedSample} from '../../../drivers/simulated/simulated-sample.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';

const host = defaultHost();

/** After all domains of the default host were started. */
export const daysUp = 3 * 24 * 3600;

/** A moment after that at which all that recurs begins a round: 25,200 s is a multiple of each. */
export const roundsBegin = Math.ceil(daysUp / 25_200) * 25_200;

/** Powers of two, so that a time told on another clock is exact. */
const toMonotonic = -(2 ** 18);
const toUnix = 2 ** 30;

export const momentAt = (seconds: number): Moment => ({
	seconds,
	monotonic: seconds + toMonotonic,
	toMonotonic,
	toUnix,
});

/** The default host so many seconds after its start. */
export const sampleAt = (seconds: number, settings: ReadonlyMap<string, PeriodSetting> = new Map()): Sample =>
	simulatedSample(host, momentAt(seconds), settings);

/** The domain of that name, so many seconds after the host's start; undefined while it is gone. */
export const domainAt = (name: string, seconds: number): Domain | undefined =>
	sampleAt(seconds).domains.find((domain) => domain.name === name);
