import type {Clock} from '../../../source/async/clock.ts';

/**
Seconds for which something holds a domain. libvirt takes them by its host's wall clock (virTimeMillisNow), unsigned, so
that a step of that clock makes them too long, too short or endless: once seen, they grow as the monotonic clock does.
@param told in libvirt's words; absent: it does not tell.
@param waited seconds since the domain was first missed here.
*/
export type HeldTime = (uuid: string, reason: string, told: number | undefined, waited: number) => number;

type Held = {readonly reason: string; readonly seconds: number; readonly at: number};

/** Between libvirt's reading of its clock and ours, seconds. */
const slack = 2;
/** Nothing holds a domain for thirty years: −1 ms as u64, seconds. */
const longest = 1e9;
/** Domains remembered. */
const most = 1024;

const settled = (held: Held | undefined, told: number | undefined, waited: number, now: number): number => {
	const known = told !== undefined && told >= 0 && told < longest ? told : undefined;
	if (!held) {
		return known ?? waited;
	}

	const passed = now - held.at;
	const expected = held.seconds + passed;
	const isNew = known !== undefined && known <= passed + slack;
	return known !== undefined && (isNew || Math.abs(known - expected) <= slack) ? known : expected;
};

export const createHeldTime = (clock: Pick<Clock, 'monotonic'>): HeldTime => {
	const held = new Map<string, Held>();
	return (uuid, reason, told, waited) => {
		const now = clock.monotonic();
		const last = held.get(uuid);
		const isSame = last?.reason === reason && now - waited <= last.at;
		const seconds = settled(isSame ? last : undefined, told, waited, now);
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
