import {typedParameter, xdr} from '../drivers/libvirt/fake-wire.ts';

const uuidOf = (index: number): Buffer => Buffer.from(index.toString(16).padStart(32, '0'), 'hex');

/** As the daemon names it (remote_nonnull_domain). */
export const domainOf = (index: number): Buffer =>
	Buffer.concat([xdr.string(`vm-${String(index).padStart(4, '0')}`), uuidOf(index), xdr.int(index + 1)]);

const blockFields = (disk: number, moved: number): [string, number | string][] => {
	const key = (name: string) => `block.${disk}.${name}`;
	return [
		[key('name'), `vd${'abcd'[disk]}`],
		[key('path'), `/var/lib/libvirt/images/some-guest-of-usual-name-${disk}.qcow2`],
		[key('backingIndex'), disk + 1],
		...['rd.reqs', 'rd.bytes', 'rd.times', 'wr.reqs', 'wr.bytes', 'wr.times', 'fl.reqs', 'fl.times'].map(
			(name, place): [string, number] => [key(name), moved * (place + 1) * (disk + 1)],
		),
		...['allocation', 'capacity', 'physical'].map((name): [string, number] => [key(name), 10_737_418_240]),
	];
};

/** What the bulk call tells of each in all its groups: some 150 parameters. */
export const fieldsOf = (moved: number): [string, number | string][] => [
	['state.state', 1],
	['state.reason', 1],
	...['time', 'user', 'system', 'haltpoll.success.time', 'haltpoll.fail.time'].map(
		(name): [string, number] => [`cpu.${name}`, moved * 1e5],
	),
	...[
		...['current', 'maximum', 'swap_in', 'swap_out', 'major_fault', 'minor_fault', 'unused', 'available'],
		...['usable', 'last-update', 'disk_caches', 'hugetlb_pgalloc', 'hugetlb_pgfail', 'rss'],
	].map((name): [string, number] => [`balloon.${name}`, 1_048_576]),
	['vcpu.current', 1],
	['vcpu.maximum', 1],
	...['state', 'time', 'wait', 'delay'].map((name): [string, number] => [`vcpu.0.${name}`, moved]),
	// What QEMU's query-stats adds to a vCPU and to the whole under KVM.
	...Array.from({length: 50}, (_, place): [string, number] => [`vcpu.0.exit_reason_${place}.sum`, moved]),
	['net.count', 1],
	['net.0.name', 'vnet0'],
	...['rx', 'tx'].flatMap((way) =>
		['bytes', 'pkts', 'errs', 'drop'].map((name): [string, number] => [`net.0.${way}.${name}`, moved]),
	),
	['block.count', 4],
	...[0, 1, 2, 3].flatMap((disk) => blockFields(disk, moved)),
	['dirtyrate.calc_status', 0],
	['dirtyrate.calc_mode', 'page-sampling'],
];

/** The payload of a bulk reply about so many running domains with 4 disks, a NIC and a vCPU each, at one of several moments. */
export const bulkReply = (count: number, moment: number): Buffer => {
	const parameters = xdr.list(fieldsOf(1000 + moment).map(([name, value]) => typedParameter(name, value)));
	return xdr.list(Array.from({length: count}, (_, index) => Buffer.concat([domainOf(index), parameters])));
};
