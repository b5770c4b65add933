import {formatValue, unknownText} from '../format.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {withoutDot} from '../without-dot.ts';

/** What a domain without disks of its own reads and writes all the same; absent: nobody counts that for all of it. */
export const diskSumText = ({diskSum}: Pick<DomainUsage, 'diskSum'>, ascii: boolean): string | undefined => {
	if (!diskSum) {
		return undefined;
	}

	const {reason} = diskSum.disk;
	if (reason !== undefined) {
		return `no disk; what it reads and writes is unknown: ${withoutDot(reason)}`;
	}

	const rate = (value: number | undefined): string =>
		value === undefined ? unknownText(ascii) : `${formatValue('bytes', value)}/s`;
	return `no disk; it reads ${rate(diskSum.readBytesPerSecond)} and writes ${rate(diskSum.writeBytesPerSecond)} in all`;
};
