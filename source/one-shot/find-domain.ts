import {DriverError} from '../driver-error.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import type {Usage} from '../usage.ts';

/**
A domain by its id, uuid or exact name, looked for in this order as virsh does; never by a part of it.
@throws DriverError where there is none, or several.
*/
export const findDomain = ({domains}: Usage, text: string): DomainUsage => {
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
			const candidates = found
				.map(({domain, uri}) => `${domain.uuid ?? domain.id ?? domain.key} (${uri})`)
				.join(', ');
			throw new DriverError(
				`Several domains are called ${text}: ${candidates}.`,
				'Give the uuid, or -c with one of the connections.',
			);
		}
	}

	throw new DriverError(`There is no domain ${text}.`, 'Run domtop -b -n 1 to see those there are.');
};
