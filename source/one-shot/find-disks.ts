import {DriverError} from '../driver/driver-error.ts';
import type {Problem} from '../model/sample.ts';
import {withoutDot} from '../text/without-dot.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {haveNoCounters} from './lacks-answer.ts';
import {reasonAdvice} from './reason-advice.ts';

/**
Finds a disk of a domain by its name or its source. Without a name it finds all disks, or the counters of all disks together.
@param problems of all connections: a problem may say what to do if the disks are unknown.
@throws DriverError if there is no disk of that name, or its counters are unknown.
*/
export const findDisks = (
	{domain, disks, diskSum, uri}: Pick<DomainUsage, 'domain' | 'disks' | 'diskSum' | 'uri'>,
	name: string | undefined,
	problems: readonly Problem[],
): readonly DiskUsage[] => {
	if (diskSum && name === undefined) {
		const {reason} = diskSum.disk;
		if (reason !== undefined) {
			throw new DriverError(
				`What ${domain.name} reads and writes is unknown: ${withoutDot(reason)}.`,
				reasonAdvice(problems, {domain, uri}, reason),
			);
		}

		return [diskSum];
	}

	if (disks === undefined) {
		throw new DriverError(
			`The disks of ${domain.name} are unknown: ${domain.disksReason ?? 'they could not be read'}.`,
			reasonAdvice(problems, {domain, uri}, domain.disksReason),
		);
	}

	if (name === undefined) {
		const [first] = disks;
		if (first?.disk.reason !== undefined && haveNoCounters(disks.map(({disk}) => disk))) {
			throw new DriverError(
				`The counters of the disks of ${domain.name} are unknown: ${withoutDot(first.disk.reason)}.`,
				reasonAdvice(problems, {domain, uri}, first.disk.reason),
			);
		}

		return disks;
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

	return [chosen];
};
