import type {Origins} from '../../source/model/sample.ts';
import {guestNicOrigins} from '../linux/read-guest-nic.ts';
import {diskOrigins} from '../qmp/block-counters.ts';

/** Where each number of this driver comes from, for the device page. */
export const origins: Origins = {
	disk: diskOrigins,
	nic: guestNicOrigins,
	vcpu: {
		cpuSeconds: 'run time of /proc/<pid>/task/<thread>/schedstat',
		waitSeconds: 'run-queue wait of /proc/<pid>/task/<thread>/schedstat',
	},
	memory:
		'guest-stats of the virtio-balloon device, query-balloon, query-memory-devices, VmRSS of /proc/<pid>/status',
};
