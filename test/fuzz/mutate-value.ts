import type {Chance} from './chance.ts';
import {oddNumber, oddText} from './odd-values.ts';

type Holder = Record<string, unknown> | unknown[];

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** Goes down at random; mostly ends at a value that holds no others. */
const someHolder = (chance: Chance, value: Holder): Holder => {
	const inner = Object.values(value).filter(isHolder);
	return inner.length === 0 || chance.happens(0.15) ? value : someHolder(chance, chance.pick(inner));
};

/** What stands in the place of another value; not Infinity, which JSON has only as 1e999. */
const otherValue = (chance: Chance, before: unknown): unknown => {
	if (typeof before === 'number' && chance.happens(0.7)) {
		return oddNumber(chance);
	}

	if (typeof before === 'string' && chance.happens(0.7)) {
		return oddText(chance);
	}

	return chance.pick<() => unknown>([
		() => oddNumber(chance),
		() => oddText(chance),
		() => null,
		() => true,
		() => [],
		() => ({}),
		() => ({toString: 'x', valueOf: 1}),
		() => Number.POSITIVE_INFINITY,
		() => [[[before]]],
	])();
};

const setKey = (holder: Holder, key: string, value: unknown): void => {
	// As JSON.parse does it: a key like any other.
	Object.defineProperty(holder, key, {value, enumerable: true, configurable: true, writable: true});
};

const change = (chance: Chance, holder: Holder): void => {
	const keys = Object.keys(holder);
	const key = keys.length === 0 ? '0' : chance.pick(keys);
	const before = (holder as Record<string, unknown>)[key];
	const kind = chance.unit();
	if (kind < 0.7) {
		setKey(holder, key, otherValue(chance, before));
	} else if (Array.isArray(holder)) {
		holder.splice(chance.below(holder.length + 1), kind < 0.85 ? 1 : 0, structuredClone(before));
	} else if (kind < 0.85) {
		delete holder[key];
	} else {
		setKey(holder, chance.pick(['__proto__', 'constructor', 'toString', oddText(chance)]), before);
	}
};

/** Grows the longest list until it has so many entries. */
const grow = (value: unknown, count: number): void => {
	let longest: unknown[] | undefined;
	const look = (holder: unknown): void => {
		if (isHolder(holder)) {
			if (Array.isArray(holder) && holder.length > (longest?.length ?? 0)) {
				longest = holder;
			}

			Object.values(holder).forEach(look);
		}
	};

	look(value);
	for (let place = 0; longest && longest.length > 0 && longest.length < count; place += 1) {
		longest.push(structuredClone(longest[place]));
	}
};

/** A JSON value that was captured, with some changes. @param count entries of its longest list, at least. */
export const mutateValue = <Value>(chance: Chance, captured: Value, count = 0): unknown => {
	const box = {value: structuredClone(captured) as unknown};
	for (let left = chance.below(4); left > 0; left -= 1) {
		change(chance, isHolder(box.value) ? someHolder(chance, box.value) : box);
	}

	grow(box.value, count);
	return box.value;
};

const endless = 'stands for 1e999';

/** As JSON, in which an endless number is spelled so that it comes back as one. */
export const jsonText = (value: unknown): string =>
	JSON.stringify(value, (_key, one: unknown) =>
		one === Number.POSITIVE_INFINITY ? endless : one,
	).replaceAll(`"${endless}"`, '1e999');
