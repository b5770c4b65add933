import type {Row} from '../../source/columns/column.ts';
import type {Disk, Domain, Nic, Vcpu} from '../../source/model/sample.ts';
import {diskUsage} from '../../source/usage/disk-usage.ts';
import {nicUsage} from '../../source/usage/nic-usage.ts';
import {vcpuUsage} from '../../source/usage/vcpu-usage.ts';
import {aDomain, usageWith} from './sample-builder.ts';

/** A row of a domain, or of its one device, on a host of 8 CPUs. It has no past, so its rates are unknown. */
export const aRow = (
	changes: Partial<Domain> = {},
	{disk, nic, vcpu}: {disk?: Disk; nic?: Nic; vcpu?: Vcpu} = {},
): Row => {
	const [usage] = usageWith(aDomain('web', changes)).domains;
	if (!usage) {
		throw new Error('There is one domain.');
	}

	return {
		key: usage.rowKey,
		usage,
		hostName: 'alpha',
		hostCpus: 8,
		...(disk ? {disk: diskUsage(undefined, disk, undefined, 'physical')} : {}),
		...(nic ? {nic: nicUsage(undefined, nic, undefined)} : {}),
		...(vcpu ? {vcpu: vcpuUsage(undefined, vcpu, undefined)} : {}),
	};
};
