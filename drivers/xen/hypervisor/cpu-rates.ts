import type {HypervisorDomain} from './hypervisor.ts';

/**
Rates over a window of readings. Where processor times come in steps of 0.1 s, a step is 5 % of a CPU at a delay of two
seconds; over ten seconds it is 1 %.
*/
export type CpuRates = {
	/** Returns the domains, each with its rate since its oldest reading in the window. A first reading has no rate. */
	readonly add: (domains: readonly HypervisorDomain[], at: number) => readonly HypervisorDomain[];
};

type Point = {readonly at: number; readonly seconds: number};

/** Seconds that a rate spans when there are enough readings. */
const span = 10;

/** Xen may use a domid again, after all other domids were used. */
const keyOf = ({id, uuid}: HypervisorDomain): string => `${id} ${uuid}`;

/** The points that are still needed: the youngest point that is old enough, and all points after it. */
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
