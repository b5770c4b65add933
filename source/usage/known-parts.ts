import type {Domain} from '../model/sample.ts';

/** How many parts of a domain are known. Of two connections that see one domain, the connection that knows more shows it. */
export const knownParts = ({
	uuid,
	state,
	memory,
	disks,
	nics,
	vcpus,
	vcpuCount,
	cpuSeconds,
}: Domain): number =>
	[
		uuid,
		state === 'unknown' ? undefined : state,
		memory.balloon,
		memory.currentKiB,
		disks,
		nics,
		vcpus,
		vcpuCount,
		cpuSeconds,
	].filter((part) => part !== undefined).length;
