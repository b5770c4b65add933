import {type CounterGroup, counterNames} from './counters.ts';
import {known} from './known.ts';
import {placeInDevice} from './number-places.ts';

/**
Something said of a domain: its words are an identity, its numbers lie among the numbers of the domain. Its properties are
getters, so a copy by `...` has none of them.
*/
export class NumbersView<Identity extends object> {
	readonly #identity: Identity;
	readonly #numbers: Float64Array;
	readonly #first: number;

	/** @param first place of the first number of this view among the numbers of the domain. */
	constructor(identity: Identity, numbers: Float64Array, first: number) {
		this.#identity = identity;
		this.#numbers = numbers;
		this.#first = first;
	}

	/** Undefined: it is a plain object. */
	static identityOf(thing: object): object | undefined {
		return #identity in thing ? thing.#identity : undefined;
	}

	/** The numbers of the whole domain. Undefined: it is a plain object. */
	static numbersOf(thing: object): Float64Array | undefined {
		return #numbers in thing ? thing.#numbers : undefined;
	}

	static numbers(view: NumbersView<object>): Float64Array {
		return view.#numbers;
	}

	/** @param place counted from the first number of this view. Undefined: unknown. */
	static number(view: NumbersView<object>, place: number): number | undefined {
		return known(view.#numbers[view.#first + place]);
	}

	/** What JSON.stringify writes. */
	toJSON(): object {
		return spelledOut(this);
	}

	static said<Identity extends object>(view: NumbersView<Identity>): Identity {
		return view.#identity;
	}
}

/** All properties of a view as a plain object, without those that are unknown. A plain object stays as it is. */
export const spelledOut = <Thing extends object>(thing: Thing): Thing => {
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

/** The identity of a domain or of a part of it: the same object as long as it says the same. A plain object is its own identity. */
export const identityOf = (thing: object): object => NumbersView.identityOf(thing) ?? thing;

/** Gives the views of a kind of device a getter for each counter. */
export const defineCounters = (
	prototype: NumbersView<object>,
	group: Exclude<CounterGroup, 'memory'>,
): void => {
	for (const name of counterNames(group)) {
		const place = placeInDevice(group, String(name));
		Object.defineProperty(prototype, name, {
			get(this: NumbersView<object>) {
				return NumbersView.number(this, place);
			},
		});
	}
};
