import type {HypervisorDomain} from './hypervisor.ts';

/**
Rates over a window of readings: processor times that come in steps of 0.1 s are 5 % of a CPU at a delay of two seconds,
and 1 % over ten.
*/
export type CpuRates = {
	/** The domains with the rate of each since the oldest reading of it in the window; without it at its first. */
	readonly add: (domains: readonly HypervisorDomain[], at: number) => readonly HypervisorDomain[];
};

type Point = {readonly at: number; readonly seconds: number};

/** Seconds that a rate spans once there are readings enough. */
const span = 10;

/** A domid may come again, after all others were used. */
const keyOf = ({id, uuid}: HypervisorDomain): string => `${id} ${uuid}`;

/** What is needed of the past: the youngest point that is old enough, and all after it. */
const within = (points: readonly Point[], at: number): readonly Point[] => {
	const first = points.findLastIndex((point) => at - point.at >= span);
	return points.slice(Math.max(0, first));
};

export const createCpuRates = (): CpuRates => {
	let past: ReadonlyMap<string, readonly Point[]> = new Map();

	return {
		add: (domains, at) => {
			const now = new Map<string, readonly Point[]>();
			const rated = domains.map((domain): HypervisorDomain => {
				const {cpuSeconds: seconds} = domain;
				if (seconds === undefined) {
					return domain;
				}

				const before = within(past.get(keyOf(domain)) ?? [], at).filter((point) => point.at < at);
				const [first] = before;
				const isRising = first !== undefined && seconds >= (before.at(-1)?.seconds ?? 0);
				now.set(keyOf(domain), isRising ? [...before, {at, seconds}] : [{at, seconds}]);
				if (!isRising) {
					return domain;
				}

				const interval = at - first.at;
				return {...domain, cpuRate: {percent: ((seconds - first.seconds) / interval) * 100, interval}};
			});
			past = now;
			return rated;
		},
	};
};
