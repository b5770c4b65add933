import type {Column} from './column.ts';
import {counterColumn} from './counter-column.ts';
import {cpuPercent} from './domain-columns.ts';
import {ageColumn, identityColumns, nameColumn, stateColumn} from './identity-columns.ts';

/** Page 1: one row for each vCPU. */
export const vcpuColumns: readonly Column[] = [
	nameColumn,
	{
		key: 'vcpu',
		raw: 'index',
		noun: 'vcpu',
		header: 'VCPU',
		help: 'Number of the vCPU in its domain.',
		kind: 'integer',
		width: 4,
		priority: 1,
		value: ({vcpu}) => vcpu?.vcpu.index,
	},
	stateColumn,
	ageColumn,
	{
		key: 'cpu',
		raw: 'cpuPercent',
		noun: 'vcpu',
		header: 'CPU%',
		help: 'Use of this vCPU: 100 is one host CPU.',
		kind: 'percent',
		width: 6,
		priority: 2,
		value: (row, context) => cpuPercent(row.vcpu?.cpuPercent, row, context),
	},
	{
		key: 'wait',
		raw: 'waitPercent',
		noun: 'vcpu',
		header: 'WAIT%',
		help: 'Share of the time it was ready to run and waited for a host CPU: steal, as the guest sees it.',
		kind: 'percent',
		width: 6,
		priority: 3,
		value: ({vcpu}) => vcpu?.waitPercent,
	},
	counterColumn('vcpu', 'cpuSeconds', {
		key: 'time',
		header: 'TIME',
		help: 'Processor time used by this vCPU, minutes:seconds.',
		width: 9,
		priority: 5,
	}),
	counterColumn('vcpu', 'waitSeconds', {
		key: 'waited',
		header: 'WAITED',
		help: 'Time it waited for a host CPU, minutes:seconds.',
		width: 9,
		priority: 6,
	}),
	{
		key: 'why',
		raw: 'reason',
		noun: 'vcpu',
		header: 'WHY UNKNOWN',
		help: 'Why the vCPUs of a domain are unknown.',
		kind: 'text',
		width: 20,
		most: 44,
		priority: 9,
		value: ({vcpu, usage}) => (vcpu ? undefined : usage.domain.vcpusReason),
		text: ({vcpu, usage}) => (vcpu ? '' : (usage.domain.vcpusReason ?? '')),
		isBlank: ({vcpu, usage}) => vcpu !== undefined || usage.domain.vcpusReason === undefined,
	},
	...identityColumns,
];
