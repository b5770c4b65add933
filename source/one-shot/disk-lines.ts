import {DriverError} from '../driver-error.ts';
import type {Problem} from '../sample.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {sumKnown} from '../usage/sum-known.ts';
import {reasonAdvice} from './reason-advice.ts';

const nanoseconds = (seconds: number | undefined): number | undefined =>
	seconds === undefined ? undefined : Math.round(seconds * 1e9);

/** virsh domblkstat's names and their order. */
const counters: readonly (readonly [string, (usage: DiskUsage) => number | undefined])[] = [
	['rd_req', ({disk}) => disk.readRequests],
	['rd_bytes', ({readBytes}) => readBytes],
	['wr_req', ({disk}) => disk.writeRequests],
	['wr_bytes', ({writeBytes}) => writeBytes],
	['errs', ({disk}) => disk.errors],
	['flush_operations', ({disk}) => disk.flushRequests],
	['rd_total_times', ({disk}) => nanoseconds(disk.readTimeSeconds)],
	['wr_total_times', ({disk}) => nanoseconds(disk.writeTimeSeconds)],
	['flush_total_times', ({disk}) => nanoseconds(disk.flushTimeSeconds)],
];

const linesOf = (label: string, disks: readonly DiskUsage[]): readonly string[] =>
	counters.flatMap(([counter, value]) => {
		const sum = disks.length === 0 ? undefined : sumKnown(disks, value);
		return sum === undefined ? [] : [`${label} ${counter} ${sum}`];
	});

/**
`disk counter value` lines as of virsh domblkstat: times in nanoseconds, what is unknown has no line. Without a disk
the counters of all of them are added up, under no name.
@param name of the disk, or what stands behind it.
@param problems of all connections: one of them may say what to do where the disks are unknown.
@throws DriverError where there is no such disk, or its counters are unknown.
*/
export const diskLines = (
	usage: DomainUsage,
	name: string | undefined,
	problems: readonly Problem[],
): readonly string[] => {
	const {domain, disks} = usage;
	if (disks === undefined) {
		throw new DriverError(
			`The disks of ${domain.name} are unknown: ${domain.disksReason ?? 'they could not be read'}.`,
			reasonAdvice(problems, usage, domain.disksReason),
		);
	}

	if (name === undefined) {
		return linesOf('', disks);
	}

	const names = disks.map(({disk}) => disk.name).join(', ');
	const chosen = disks.find(({disk}) => disk.name === name) ?? disks.find(({disk}) => disk.source === name);
	if (chosen === undefined) {
		throw new DriverError(`${domain.name} has no disk ${name}.`, `It has: ${names || 'none'}.`);
	}

	if (chosen.disk.reason !== undefined) {
		throw new DriverError(
			`The counters of ${name} are unknown: ${chosen.disk.reason}.`,
			`Its disks are: ${names}.`,
		);
	}

	return linesOf(name, [chosen]);
};
