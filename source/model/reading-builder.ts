import type {MemoryTag} from './counters.ts';
import {DomainView} from './domain-view.ts';
import type {DomainIdentity} from './identity.ts';
import {known} from './known.ts';
import {
	type DeviceNumber,
	type DomainNumber,
	deviceWidths,
	firstDisk,
	firstNic,
	firstVcpu,
	placeInDevice,
	placeOf,
	statPlace,
} from './number-places.ts';
import {NumbersView} from './numbers-view.ts';
import type {Domain} from './sample.ts';

/** Where a number stands in the readings of a domain of one identity. Only a builder for that identity takes it. */
export type NumberPlace = number & {readonly kind?: 'place in a reading'};

/** The places of all numbers in the readings of one domain, as long as its identity is the same. */
export type NumberPlaces = {
	readonly own: (name: DomainNumber) => NumberPlace;
	readonly stat: (tag: MemoryTag) => NumberPlace;
	/** @param device place of the vCPU among the domain's vCPUs; for disks and NICs alike. */
	readonly vcpu: (device: number, name: DeviceNumber<'vcpu'>) => NumberPlace;
	readonly nic: (device: number, name: DeviceNumber<'nic'>) => NumberPlace;
	readonly disk: (device: number, name: DeviceNumber<'disk'>) => NumberPlace;
};

/** Undefined: the domain is no reading. */
export const numberPlaces = (domain: Domain): NumberPlaces | undefined => {
	const identity = DomainView.saidOf(domain);
	if (!identity) {
		return undefined;
	}

	const inDevices =
		(group: 'vcpu' | 'nic' | 'disk', first: number) =>
		(device: number, name: string): NumberPlace =>
			first + device * deviceWidths[group] + placeInDevice(group, name);
	return {
		own: placeOf,
		stat: statPlace,
		vcpu: inDevices('vcpu', firstVcpu),
		nic: inDevices('nic', firstNic(identity)),
		disk: inDevices('disk', firstDisk(identity)),
	};
};

/** Builds the next reading of a domain of which nothing but numbers changed. */
export class ReadingBuilder {
	readonly #identity: DomainIdentity;
	readonly #numbers: Float64Array;

	/** @param like a reading of the same domain: its numbers stay until others are set. @throws TypeError of a plain object */
	constructor(like: Domain) {
		const [identity, numbers] = [DomainView.saidOf(like), NumbersView.numbersOf(like)];
		if (!identity || !numbers) {
			throw new TypeError('a domain that is no reading');
		}

		this.#identity = identity;
		this.#numbers = numbers.slice();
	}

	get(place: NumberPlace): number | undefined {
		return known(this.#numbers[place]);
	}

	set(place: NumberPlace, value: number | undefined): void {
		this.#numbers[place] = value ?? Number.NaN;
	}

	/** The builder must not be used after it. */
	reading(): Domain {
		return new DomainView(this.#identity, this.#numbers, 0);
	}
}
