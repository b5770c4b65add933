import {expect, test} from 'vitest';
import {csvHeader} from '../../source/batch/csv-format.ts';
import type {PageName} from '../../source/columns/column.ts';

/** As they were before `stateReason`. */
const before: Readonly<Record<PageName, string>> = {
	domains:
		'time,name,state,age,cpuPercent,vcpuCount,cpuSeconds,currentKiB,residentKiB,readBytesPerSecond,writeBytesPerSecond,readRequestsPerSecond,writeRequestsPerSecond,busiestDisk,busiestBytesPerSecond,busiestLatencySeconds,receiveBytesPerSecond,transmitBytesPerSecond,receivePacketsPerSecond,transmitPacketsPerSecond,id,uuid,host,uri,driver,incarnation,hostName,user',
	cpu: 'time,name,index,state,age,vcpu.cpuPercent,waitPercent,vcpu.cpuSeconds,waitSeconds,reason,id,uuid,host,uri,driver,incarnation,hostName,user',
	nics: 'time,name,nic.name,age,receiveBytesPerSecond,transmitBytesPerSecond,receivePacketsPerSecond,transmitPacketsPerSecond,faultsPerSecond,mac,reason,bytesPerSecond,receiveBytes,transmitBytes,receivePackets,transmitPackets,receiveErrors,transmitErrors,receiveDrops,transmitDrops,id,uuid,host,uri,driver,incarnation,hostName,user',
	disks:
		'time,name,disk.name,age,readBytesPerSecond,writeBytesPerSecond,readRequestsPerSecond,writeRequestsPerSecond,readLatencySeconds,writeLatencySeconds,queueDepth,flushRequestsPerSecond,source,bytesPerSecond,backend,readBytes,writeBytes,readRequests,writeRequests,flushRequests,discardRequests,waitedRequests,errors,readTimeSeconds,writeTimeSeconds,flushTimeSeconds,readSectors,writeSectors,sectorBytes,physicalSectorBytes,reason,id,uuid,host,uri,driver,incarnation,hostName,user,doubt',
	memory:
		'time,name,state,age,currentKiB,maximumKiB,targetKiB,available,unused,usable,swapInKiBPerSecond,swapOutKiBPerSecond,majorFaultsPerSecond,residentKiB,period,balloonState,statsAge,minorFaultsPerSecond,swap_in,swap_out,major_fault,minor_fault,disk_caches,cpuPercent,id,uuid,host,uri,driver,incarnation,hostName,user',
};

test.each(Object.entries(before) as [PageName, string][])(
	'the columns of CSV keep their places on the page %s: new ones stand at the end',
	(page, header) => {
		expect(`${csvHeader(page, undefined)},`.startsWith(`${header},stateReason,`)).toBe(true);
	},
);
