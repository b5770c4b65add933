import type {Domain} from '../../source/model/sample.ts';
import {type DomainUsage, domainUsage} from '../../source/usage/domain-usage.ts';
import {aDomain} from './sample-builder.ts';

/** The place in which the domain is seen. */
export const place = {host: 'host-1', uri: 'qmp:', driver: 'qemu', rowKey: 'host-1/web'};

/** Publications one after the other, each half a second after its reading unless given. */
export const published = (
	readings: readonly Domain[],
	times = readings.map(({at}) => at + 0.5),
): DomainUsage => {
	let usage: DomainUsage | undefined;
	for (const [index, domain] of readings.entries()) {
		usage = domainUsage(usage, domain, place, times[index] ?? domain.at, 'physical');
	}

	if (!usage) {
		throw new Error('Give at least one reading.');
	}

	return usage;
};

/** A reading of the domain. */
export const read = (at: number, changes: Partial<Domain> = {}): Domain => aDomain('web', {at, ...changes});
