import {DriverError} from '../driver/driver-error.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {virshCounters} from './virsh-counters.ts';

const nicCounters = virshCounters('nic');

/**
Lines of `nic counter value`, as virsh domifstat prints them, in the guest's direction. An unknown counter has no line.
@throws DriverError if there is no NIC of that name or MAC, or its counters are unknown.
*/
export const nicLines = ({domain}: DomainUsage, name: string): readonly string[] => {
	const nic = domain.nics?.find((other) => other.name === name || other.mac === name.toLowerCase());
	if (!nic) {
		const names = domain.nics?.map((other) => other.name).join(', ');
		throw new DriverError(
			`${domain.name} has no NIC ${name}.`,
			names === undefined
				? `They are unknown: ${domain.nicsReason ?? 'not readable'}.`
				: `It has: ${names || 'none'}.`,
		);
	}

	if (nic.reason !== undefined) {
		throw new DriverError(`The counters of ${name} are unknown: ${nic.reason}.`, 'There is nothing to show.');
	}

	return nicCounters.flatMap(([counter, key]) => {
		const value = nic[key];
		return value === undefined ? [] : [`${name} ${counter} ${value}`];
	});
};
