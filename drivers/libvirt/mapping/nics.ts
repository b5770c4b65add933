import {createAtPlace} from '../../../source/model/collections.ts';
import {deviceLimits, excessOf} from '../../../source/model/domain-bounds.ts';
import type {Domain, Nic} from '../../../source/model/sample.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import type {FieldName} from './counter-fields.ts';
import type {NicDescription} from './description.ts';
import type {DomainInput} from './domain-input.ts';
import {reasons} from './reasons.ts';
import type {NicFields} from './record-fields.ts';

const hasCounters = (nic: NicFields): boolean =>
	nic.receiveBytes !== undefined ||
	nic.receivePackets !== undefined ||
	nic.transmitBytes !== undefined ||
	nic.transmitPackets !== undefined;

/** libvirt names NICs by their places (qemu_alias.c), and QEMU's driver knows them by these names. */
const nameAt = (place: number): string => `net${place}`;

/** Written out, as `emptyNic` is. The type asks for every counter that libvirt has a field for. */
const withCounters = (
	name: string,
	mac: string | undefined,
	nic: NicFields,
): Nic & Readonly<Record<FieldName<'nic'>, number | undefined>> => ({
	name,
	mac,
	receiveBytes: nic.receiveBytes,
	transmitBytes: nic.transmitBytes,
	receivePackets: nic.receivePackets,
	transmitPackets: nic.transmitPackets,
	receiveErrors: nic.receiveErrors,
	transmitErrors: nic.transmitErrors,
	receiveDrops: nic.receiveDrops,
	transmitDrops: nic.transmitDrops,
});

const nicOf = ({isRunning}: DomainInput, nic: NicFields, name: string, mac: string | undefined): Nic => {
	if (!isRunning || !hasCounters(nic)) {
		return {
			name,
			mac,
			reason: isRunning ? (nic.reason ? cleanText(nic.reason) : reasons.noCounters) : reasons.off,
		};
	}

	return withCounters(name, mac, nic);
};

const notCounted = (
	{isRunning, gap, fields}: DomainInput,
	{name, mac}: NicDescription,
	place: number,
): Nic => {
	const reason =
		name === undefined || fields.nicCount !== undefined ? reasons.noTap : (gap ?? reasons.notReported);
	return {name: name ?? nameAt(place), mac, reason: isRunning ? reason : reasons.off};
};

const isReported = ({fields}: DomainInput): boolean => fields.nicCount !== undefined || fields.nics.size > 0;

/** All NICs in the order of the domain, with their numbers in the names of fields. */
const placedNics = (input: DomainInput): readonly (readonly [number: number, nic: Nic])[] => {
	const {fields, context} = input;
	const described = context.description?.nics;
	const describedAt = createAtPlace(described, (other) => other.name);
	const nics = [...fields.nics].map(([place, nic]): readonly [number, Nic] => {
		const name = nic.name ? cleanText(nic.name) : nameAt(place);
		const mac = describedAt(name, place)?.mac;
		return [place, nicOf(input, nic, name, mac)];
	});
	for (const [place, nic] of described?.entries() ?? []) {
		if (!fields.nics.has(place) && (!isReported(input) || nic.name === undefined)) {
			nics.push([place, notCounted(input, nic, place)]);
		}
	}

	return nics.sort(([one], [other]) => one - other);
};

/** Numbers of the NICs in the names of fields, in the order of the domain's NICs. */
export const nicNumbers = (input: DomainInput): readonly number[] =>
	placedNics(input)
		.slice(0, deviceLimits.nics)
		.map(([number]) => number);

/**
The record's NICs, and NICs of the XML. The record's numbers leave out NICs without an interface on the host. These NICs come
from the XML, with the reason. A NIC with a name in the XML that is missing among the record's NICs was detached meanwhile.
Names are unique.
*/
export const domainNics = (input: DomainInput): Pick<Domain, 'nics' | 'nicsReason' | 'excess'> => {
	const {fields, context, isRunning} = input;
	if (!isReported(input) && !context.description?.nics) {
		return {nicsReason: isRunning ? reasons.notRead : reasons.off};
	}

	const nics = placedNics(input);
	return {
		...excessOf({nics: Math.max(nics.length, fields.beyond.nics)}),
		nics: uniqueNames(nics.slice(0, deviceLimits.nics).map(([, nic]) => nic)),
	};
};
