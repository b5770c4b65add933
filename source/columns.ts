import type {Column, PageName} from './columns/column.ts';
import {diskColumns} from './columns/disk-columns.ts';
import {domainColumns} from './columns/domain-columns.ts';
import {memoryColumns} from './columns/memory-columns.ts';
import {nicColumns} from './columns/nic-columns.ts';
import {vcpuColumns} from './columns/vcpu-columns.ts';

/** Every column there is, by page, in the order of the table. */
export const columns: Readonly<Record<PageName, readonly Column[]>> = {
	domains: domainColumns,
	cpu: vcpuColumns,
	nics: nicColumns,
	disks: diskColumns,
	memory: memoryColumns,
};

/** The pages in the order of their keys 0 to 4. */
export const pageNames: readonly PageName[] = ['domains', 'cpu', 'nics', 'disks', 'memory'];
