import {domainIdentity} from './domain-identity.ts';
import {DomainView} from './domain-view.ts';
import {type DomainIdentity, memoryNumbers} from './identity.ts';
import {
	deviceNumbers,
	firstDisk,
	firstNic,
	firstVcpu,
	numbersLength,
	placeOf,
	statPlace,
	sumPlace,
} from './number-places.ts';
import {NumbersView} from './numbers-view.ts';
import type {Domain} from './sample.ts';

type Device = Readonly<Record<string, unknown>>;

const ownNumbers = ['at', 'datedFrom', 'every', 'cpuAt', 'cpuSeconds', 'vcpuCount'] as const;

const put = (numbers: Float64Array, place: number, value: unknown): void => {
	if (typeof value === 'number') {
		numbers[place] = value;
	}
};

const putDevices = (
	numbers: Float64Array,
	group: 'vcpu' | 'nic' | 'disk',
	devices: readonly object[] | undefined,
	first: number,
): void => {
	let place = first;
	for (const device of devices ?? []) {
		for (const name of deviceNumbers[group]) {
			put(numbers, place, (device as Device)[name]);
			place += 1;
		}
	}
};

/** All numbers of a domain in their places; NaN where a number is unknown. */
const numbersOf = (domain: Domain, identity: DomainIdentity): Float64Array => {
	const numbers = new Float64Array(numbersLength(identity)).fill(Number.NaN);
	for (const name of ownNumbers) {
		put(numbers, placeOf(name), domain[name]);
	}

	put(numbers, placeOf('cpuRatePercent'), domain.cpuRate?.percent);
	put(numbers, placeOf('cpuRateInterval'), domain.cpuRate?.interval);
	for (const name of memoryNumbers) {
		put(numbers, placeOf(name), domain.memory[name]);
	}

	for (const {tag, value} of domain.memory.stats ?? []) {
		put(numbers, statPlace(tag), value);
	}

	putDevices(numbers, 'vcpu', domain.vcpus, firstVcpu);
	putDevices(numbers, 'nic', domain.nics, firstNic(identity));
	putDevices(numbers, 'disk', domain.disks, firstDisk(identity));
	putDevices(numbers, 'disk', domain.diskSum && [domain.diskSum], sumPlace(identity));
	return numbers;
};

/**
The domain as one reading: its numbers in one array, and what is said of it in objects that are kept from the reading before as
long as they say the same.
@param domain read by a driver, as an object or as a reading.
@param before an earlier reading of the same domain. Undefined: there is none.
*/
export const domainReading = (domain: Domain, before: Domain | undefined): Domain => {
	const own = DomainView.saidOf(domain);
	const past = before && DomainView.saidOf(before);
	if (own !== undefined && own === past) {
		return domain;
	}

	const identity = domainIdentity(domain, past);
	return identity === own
		? domain
		: new DomainView(identity, NumbersView.numbersOf(domain) ?? numbersOf(domain, identity), 0);
};

/** The numbers of one reading under what is said in another reading of the same domain and the same devices. */
export const readingAs = (numbers: Domain, identity: Domain): Domain => {
	const [said, values] = [DomainView.saidOf(identity), NumbersView.numbersOf(numbers)];
	return said && values && DomainView.saidOf(numbers) !== said ? new DomainView(said, values, 0) : numbers;
};
