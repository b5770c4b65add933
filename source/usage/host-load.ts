import {sumKnown} from '../model/sum-known.ts';
import {isOld} from './is-old.ts';
import type {Usage} from './usage.ts';

/** What the processors of all hosts do now. */
export type HostLoad = {
	/** Percent of one CPU; unknown where nothing is known of any host. */
	readonly percent: number | undefined;
	/** CPUs of those hosts; unknown where that is. */
	readonly cpus: number | undefined;
};

/** Only of hosts whose load is known: what one did before it was lost is no load of now. */
export const hostLoad = ({hosts, at}: Pick<Usage, 'hosts' | 'at'>): HostLoad => {
	const loaded = hosts.filter(
		({host, cpuPercent, interval}) => cpuPercent !== undefined && !isOld({age: at - host.at, interval}),
	);
	return loaded.length === 0
		? {percent: undefined, cpus: undefined}
		: {
				percent: sumKnown(loaded, ({cpuPercent}) => cpuPercent),
				cpus: sumKnown(loaded, ({host}) => host.cpus),
			};
};
