import {knownNumber} from '../../../source/model/known-count.ts';
import type {HypervisorReading} from './hypervisor.ts';

export type XlHost = Pick<HypervisorReading, 'cpus' | 'memoryKiB' | 'memoryFreeKiB'>;

const kibibytesPerMebibyte = 1024;

/** The values of `xl info`. Undefined: it did not print the value. */
export const parseXlHost = (text: string): XlHost => {
	const value = (name: string): number | undefined => {
		const match = new RegExp(`^${name} *: (\\d+)$`, 'm').exec(text);
		return match ? knownNumber(Number(match[1])) : undefined;
	};
	const kibibytes = (name: string): number | undefined => {
		const size = value(name);
		return size === undefined ? undefined : size * kibibytesPerMebibyte;
	};
	return {
		cpus: value('nr_cpus') || undefined,
		memoryKiB: kibibytes('total_memory'),
		memoryFreeKiB: kibibytes('free_memory'),
	};
};
