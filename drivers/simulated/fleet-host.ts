import {type DiskWork, type DomainOutline, diskLoads, domainPlan, nicPlan} from './domain-outline.ts';
import type {DomainPlan, HostPlan} from './host-plan.ts';

/** How many domains a fleet may have, and how many disks each domain. */
export const fleetBounds = {domains: 10_000, disks: 64} as const;

/** All disks share these loads, so that a plan of thousands stays small. */
const loads = (
	[
		{reads: 2, writes: 6},
		{reads: 90, writes: 30},
		{reads: 0.3, writes: 1},
		{reads: 12, writes: 140, writeBytes: 65_536, writeLatency: 0.004},
		{reads: 400, readBytes: 8192, readLatency: 0.000_4, writes: 60},
	] satisfies readonly DiskWork[]
).map(diskLoads);

const cpuMeans = [0.03, 0.6, 0.01, 0.2, 0.09, 0.02, 1.1];

/** Most domains run. In every forty, one is paused, one is off and one has no balloon. */
const oddity = (index: number): Partial<DomainOutline> => {
	switch (index % 40) {
		case 11:
			return {state: 'paused', stateReason: 'paused by user', stoppedAt: 200_000 + index};
		case 23:
			return {state: 'shutoff'};
		case 31:
			return {memory: {balloon: 'absent'}};
		default:
			return index % 5 === 4 ? {memory: {period: 0}} : {};
	}
};

const fleetDomain = (index: number, disks: number): DomainPlan => {
	const name = `vm-${String(index + 1).padStart(4, '0')}`;
	return domainPlan(
		{
			name,
			vcpus: 2,
			cpu: cpuMeans[index % cpuMeans.length] ?? 0,
			gibibytes: 1,
			startedAt: 600 + index,
			disks: Array.from({length: disks}, (_, place) => ({
				name: `disk${place}`,
				source: `/srv/images/${name}-${place}.qcow2`,
				backend: 'qemu',
				...(loads[(index + place) % loads.length] ?? diskLoads({reads: 1, writes: 1})),
			})),
			nics: [nicPlan(index, 20 + (index % 9) * 40, 15 + (index % 11) * 35)],
			...oddity(index),
		},
		// No domain shares a uuid with the default host.
		10_000 + index,
	);
};

/** `test:///NxM`: N domains with M disks each, on a host as large as they need. */
export const fleetHost = (domains: number, disks: number): HostPlan => ({
	id: `simulated-${domains}x${disks}`,
	cpus: Math.max(16, Math.ceil(domains / 2)),
	memoryKiB: Math.max(64, Math.ceil(domains * 1.25)) * 1024 * 1024,
	domains: Array.from({length: domains}, (_, index) => fleetDomain(index, disks)),
});
