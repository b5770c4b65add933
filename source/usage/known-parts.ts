import type {Domain} from '../model/sample.ts';

/** Of how much it is known what it is: of two connections that see one domain the one that knows more shows it. */
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
