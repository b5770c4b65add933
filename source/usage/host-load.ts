import {sumKnown} from '../model/sum-known.ts';
import {isOld} from './is-old.ts';
import type {Usage} from './usage.ts';

/** Load of the processors of all hosts now. */
export type HostLoad = {
	/** Percent of one CPU. Undefined: no host's load is known. */
	readonly percent: number | undefined;
	/** CPUs of the hosts whose load is known. Undefined: no load is known, or no number of CPUs. */
	readonly cpus: number | undefined;
};

/** Load of the hosts whose load is known. The last load of a lost host is no load of now. */
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
