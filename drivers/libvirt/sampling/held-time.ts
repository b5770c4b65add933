import type {Clock} from '../../../source/async/clock.ts';

/**
How long something has held a domain, seconds. libvirt measures this by its host's wall clock (virTimeMillisNow), unsigned. A
step of that clock makes the time too long, too short or endless. Once seen, the time grows with the monotonic clock.
@param reported seconds as libvirt reports them. Undefined: libvirt does not report them
@param waited seconds since domtop first missed the domain
*/
export type HeldTime = (uuid: string, reason: string, reported: number | undefined, waited: number) => number;

type Held = {readonly reason: string; readonly seconds: number; readonly at: number};

/** How much may pass between libvirt's reading of its clock and ours. */
const toleranceSeconds = 2;
/** Seconds. Nothing holds a domain for thirty years: a longer time is −1 ms, read as u64. */
const longest = 1e9;
/** How many domains are remembered. */
const most = 1024;

const settled = (
	held: Held | undefined,
	reported: number | undefined,
	waited: number,
	now: number,
): number => {
	const known = reported !== undefined && reported >= 0 && reported < longest ? reported : undefined;
	if (!held) {
		return known ?? waited;
	}

	const passed = now - held.at;
	const expected = held.seconds + passed;
	const isNew = known !== undefined && known <= passed + toleranceSeconds;
	return known !== undefined && (isNew || Math.abs(known - expected) <= toleranceSeconds) ? known : expected;
};

export const createHeldTime = (clock: Pick<Clock, 'monotonic'>): HeldTime => {
	const held = new Map<string, Held>();
	return (uuid, reason, reported, waited) => {
		const now = clock.monotonic();
		const last = held.get(uuid);
		const isSame = last?.reason === reason && now - waited <= last.at;
		const seconds = settled(isSame ? last : undefined, reported, waited, now);
		held.delete(uuid);
		held.set(uuid, {reason, seconds, at: now});
		for (const [oldest] of held) {
			if (held.size <= most) {
				break;
			}

			held.delete(oldest);
		}

		return seconds;
	};
};
