import {domainReading} from './domain-reading.ts';
import {NumbersView} from './numbers-view.ts';
import type {Domain, Memory} from './sample.ts';

/** All properties of a reading as a plain object, without those that are unknown. */
const spelledOut = <Thing extends object>(thing: Thing): Thing => {
	if (!(thing instanceof NumbersView)) {
		return thing;
	}

	const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(thing)));
	return Object.fromEntries(
		getters.flatMap(([name, {get}]) => {
			const value = get?.call(thing);
			return value === undefined ? [] : [[name, value]];
		}),
	) as Thing;
};

/** The same reading of a domain, of which other things are said. */
export const restated = (domain: Domain, changes: Partial<Domain>): Domain =>
	domainReading({...spelledOut(domain), ...changes}, domain);

/** The same reading of a domain, of whose memory other things are said. */
export const withMemory = (domain: Domain, changes: Partial<Memory>): Domain =>
	restated(domain, {memory: {...spelledOut(domain.memory), ...changes}});
