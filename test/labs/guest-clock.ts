/** When an account was true by the guest's clock, and when it came by the host's wall clock; seconds. */
type Times = {readonly from: number; readonly to: number; readonly came: number};

/** Values of a guest at a moment of the host's wall clock, seconds. */
export type GuestHistory<Account> = {
	/**
	The value at this moment, between the accounts before and after it. A guest tells five times a
	second and moves its data in bursts, so that the value is wrong by the data of one burst at most. NaN: there is no account before or after.
	*/
	readonly at: (time: number, pick: (account: Account) => number) => number;
	/** Values between which the value at this moment lies: of an account that was over by then, and of one begun later. */
	readonly around: (time: number, pick: (account: Account) => number) => readonly [number, number];
	/** Seconds by which the guest's clock and the host's went apart. */
	readonly drift: number;
	/** Seconds between the accounts before and after this moment. */
	readonly gapAt: (time: number) => number;
};

/** Seconds by which a moment of the guest may be dated wrongly: its clock has hundredths, and a line takes its time. */
const dating = 0.05;

const earliest = (accounts: readonly Times[]): {readonly clock: number; readonly lag: number} => {
	const lags = accounts.map(({to, came}) => ({clock: to, lag: came - to}));
	return lags.reduce((least, one) => (one.lag < least.lag ? one : least), {
		clock: 0,
		lag: Number.POSITIVE_INFINITY,
	});
};

/**
Dates accounts by the host's clock. An account may come late, but never early, so in each half of the accounts the account that
came soonest says what the guest's clock shows by the host's. QEMU's clocks go as the host's does, so the two nearly agree.
*/
export const guestHistory = <Account extends Times>(accounts: readonly Account[]): GuestHistory<Account> => {
	const half = Math.floor(accounts.length / 2);
	const [first, last] = [earliest(accounts.slice(0, half)), earliest(accounts.slice(half))];
	const slope = (last.lag - first.lag) / (last.clock - first.clock);
	const hostTime = (clock: number): number => clock + first.lag + (clock - first.clock) * slope;
	const dated = accounts.map((account) => ({
		account,
		from: hostTime(account.from),
		to: hostTime(account.to),
	}));
	return {
		at: (time, pick) => {
			const before = dated.findLast(({to}) => to <= time);
			const after = dated.find(({to}) => to > time);
			if (before === undefined || after === undefined) {
				return Number.NaN;
			}

			const share = (time - before.to) / (after.to - before.to);
			return pick(before.account) + share * (pick(after.account) - pick(before.account));
		},
		around: (time, pick) => {
			const before = dated.findLast(({to}) => to <= time - dating)?.account;
			const after = dated.find(({from}) => from >= time + dating)?.account;
			return [before ? pick(before) : Number.NaN, after ? pick(after) : Number.NaN];
		},
		drift: last.lag - first.lag,
		gapAt: (time) =>
			(dated.find(({to}) => to > time)?.to ?? Number.NaN) -
			(dated.findLast(({to}) => to <= time)?.to ?? Number.NaN),
	};
};
