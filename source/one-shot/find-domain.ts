import {DriverError} from '../driver-error.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {wasRead} from '../usage/was-read.ts';
import type {Usage} from '../usage.ts';

const described = ({domain, uri}: DomainUsage): string =>
	[
		domain.name,
		...(domain.id === undefined ? [] : [`id ${domain.id}`]),
		...(domain.uuid === undefined ? [] : [`uuid ${domain.uuid}`]),
		`(${uri})`,
	].join(' ');

/** What tells these apart: the shortest to type first. */
const choiceOf = (found: readonly DomainUsage[]): string => {
	const differ = (value: (usage: DomainUsage) => unknown): boolean =>
		found.every((usage) => value(usage) !== undefined) && new Set(found.map(value)).size === found.length;
	const ways = [
		...(differ(({domain}) => domain.id) ? ['the id'] : []),
		...(differ(({domain}) => domain.uuid?.toLowerCase()) ? ['the uuid'] : []),
		...(differ(({uri}) => uri) ? ['-c with one of the connections'] : []),
	];
	return ways.length === 0 ? 'Give each of them its own name or uuid.' : `Give ${ways.join(', or ')}.`;
};

/**
A domain by its id, uuid or exact name, looked for in this order as virsh does; never by a part of it.
@throws DriverError where there is none, or several.
*/
export const findDomain = ({domains, connections}: Usage, text: string): DomainUsage => {
	const finders: readonly ((usage: DomainUsage) => boolean)[] = [
		({domain}) => domain.id !== undefined && String(domain.id) === text,
		({domain}) => domain.uuid?.toLowerCase() === text.toLowerCase(),
		({domain}) => domain.name === text,
	];
	for (const matches of finders) {
		const found = domains.filter(matches);
		const [first] = found;
		if (first && found.length === 1) {
			return first;
		}

		if (first) {
			throw new DriverError(
				`Several domains are called ${text}: ${found.map(described).join(', ')}.`,
				choiceOf(found),
			);
		}
	}

	const unread = connections.filter((one) => !wasRead(one)).map(({uri}) => uri);
	throw unread.length === 0
		? new DriverError(`There is no domain ${text}.`, 'Run domtop -b -n 1 to see those there are.')
		: new DriverError(
				`There is no domain ${text} where it can be read.`,
				`It may be one of ${unread.join(', ')}, of which nothing is known yet.`,
			);
};
