import type {DiskCounters, Origins} from '../../source/sample.ts';
import {netDeviceOrigins} from '../linux/read-net-devices.ts';
import {vbdOrigins} from './backend/vbd-reader.ts';

/** What QEMU counts of a qdisk, or of the emulated form of a disk: fields of query-blockstats (QEMU's qapi/block-core.json). */
const qdiskFields: Readonly<Partial<Record<keyof DiskCounters, string>>> = {
	readBytes: 'rd_bytes',
	writeBytes: 'wr_bytes',
	readRequests: 'rd_operations',
	writeRequests: 'wr_operations',
	flushRequests: 'flush_operations',
	discardRequests: 'unmap_operations',
	readTimeSeconds: 'rd_total_time_ns',
	writeTimeSeconds: 'wr_total_time_ns',
	flushTimeSeconds: 'flush_total_time_ns',
};

/** A VBD's counter, QEMU's, or what both call it. */
const diskOrigins: Origins['disk'] = (() => {
	const origins: Partial<Record<keyof DiskCounters, string>> = {...vbdOrigins};
	for (const [counter, field] of Object.entries(qdiskFields) as [keyof DiskCounters, string][]) {
		const own = `${field} of query-blockstats`;
		const vbd = vbdOrigins[counter];
		origins[counter] = vbd === undefined ? own : `${vbd}; of a qdisk or an emulated disk ${own}`;
	}

	return origins;
})();

/** Where each counter comes from, for the device page. @param said by the way the hypervisor was asked. */
export const xenOrigins = (said: {readonly cpuSeconds: string; readonly memory: string}): Origins => ({
	disk: diskOrigins,
	nic: netDeviceOrigins,
	vcpu: {cpuSeconds: said.cpuSeconds},
	memory: said.memory,
});
