import {type CounterName, counters} from '../model/counters.ts';
import {nanosecondsPerSecond} from '../model/nanoseconds.ts';
import {sumKnown} from '../model/sum-known.ts';
import {type DiskCounterReader, diskCounterReader} from '../usage/disk-counter-reader.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import {virshCounters} from './virsh-counters.ts';

/**
libvirt's Xen driver gives oo_req, the requests that waited for a free slot, under the name of the errors. Scripts look for
oo_req there.
*/
const errors = ({disk}: DiskUsage): number | undefined => disk.errors ?? disk.waitedRequests;

const lineValue = (counter: CounterName<'disk'>): DiskCounterReader => {
	const read = counter === 'errors' ? errors : diskCounterReader(counter);
	if (counters.disk[counter].unit !== 'seconds') {
		return read;
	}

	return (usage) => {
		const seconds = read(usage);
		return seconds === undefined ? undefined : Math.round(seconds * nanosecondsPerSecond);
	};
};

const values = virshCounters('disk').map(([name, counter]) => [name, lineValue(counter)] as const);

/**
Lines of `disk counter value`, as virsh domblkstat prints them. Times are in nanoseconds. An unknown counter has no line. The
counters of several disks are added up.
@param label the disk as it was asked for. Empty: all disks together.
*/
export const diskLines = (label: string, disks: readonly DiskUsage[]): readonly string[] =>
	values.flatMap(([name, value]) => {
		const sum = disks.length === 0 ? undefined : sumKnown(disks, value);
		return sum === undefined ? [] : [`${label} ${name} ${sum}`];
	});
