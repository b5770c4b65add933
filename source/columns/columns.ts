import type {Column, PageName} from './column.ts';
import {diskColumns} from './disk-columns.ts';
import {domainColumns} from './domain-columns.ts';
import {memoryColumns} from './memory-columns.ts';
import {nicColumns} from './nic-columns.ts';
import {vcpuColumns} from './vcpu-columns.ts';

/** All columns by page, in the order of the table. */
export const columns: Readonly<Record<PageName, readonly Column[]>> = {
	domains: domainColumns,
	cpu: vcpuColumns,
	nics: nicColumns,
	disks: diskColumns,
	memory: memoryColumns,
};

/** The pages in the order of their keys 0 to 4. */
export const pageNames: readonly PageName[] = ['domains', 'cpu', 'nics', 'disks', 'memory'];
