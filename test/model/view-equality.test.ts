import {expect, test} from 'vitest';
import {changed, plainOf} from '../helpers/plain-of.ts';

class Drive {
	readonly name: string;
	readonly #numbers: Float64Array;

	constructor(name: string, ...numbers: readonly number[]) {
		this.name = name;
		this.#numbers = Float64Array.from(numbers);
	}

	get readBytes(): number | undefined {
		return this.#numbers[0];
	}

	get writeBytes(): number | undefined {
		return this.#numbers[1];
	}
}

class NamedDrive extends Drive {
	get label(): string {
		return `drive ${this.name}`;
	}
}

class Machine {
	readonly #drives: readonly Drive[];

	constructor(...drives: readonly Drive[]) {
		this.#drives = drives;
	}

	get drives(): readonly Drive[] {
		return this.#drives;
	}
}

const machine = (written: number): Machine =>
	new Machine(new Drive('vda', 1), new NamedDrive('vdb', 2, written));
const plain = {
	drives: [
		{name: 'vda', readBytes: 1},
		{name: 'vdb', readBytes: 2, writeBytes: 3, label: 'drive vdb'},
	],
};
const other = {
	drives: [
		{name: 'vda', readBytes: 1},
		{name: 'vdb', readBytes: 2, writeBytes: 4, label: 'drive vdb'},
	],
};

test('a view as plain objects, without what is undefined', () => {
	const {drives} = plainOf(machine(3)) as typeof plain;
	expect(Object.entries(drives[0] ?? {})).toEqual([
		['name', 'vda'],
		['readBytes', 1],
	]);
	expect(Object.keys(drives[1] ?? {}).sort()).toEqual(['label', 'name', 'readBytes', 'writeBytes']);
	expect(Object.getPrototypeOf(drives[0])).toBe(Object.prototype);
	const day = new Date(0);
	expect(plainOf([{day, none: undefined, list: new Map()}])).toStrictEqual([{day, list: new Map()}]);
});

test('every comparison looks at what a view says, on either side and however deep', () => {
	expect(machine(3)).toEqual(plain);
	expect(plain).toEqual(machine(3));
	expect(machine(3)).toStrictEqual(plain);
	expect(machine(3)).toEqual(machine(3));
	expect(new Map([['first', machine(3)]])).toEqual(new Map([['first', plain]]));
	expect([machine(3)]).toContainEqual(plain);
	expect({machine: machine(3)}).toEqual({machine: expect.objectContaining({drives: plain.drives})});
	for (const wrong of [other, machine(4), {drives: []}, {...plain, more: 1}, {}, [], undefined, 3]) {
		expect(machine(3)).not.toEqual(wrong);
		expect(wrong).not.toEqual(machine(3));
		expect(machine(3)).not.toStrictEqual(wrong);
	}
});

test('what is undefined is as good as what is not there', () => {
	expect(new Drive('vda', 1)).toEqual({name: 'vda', readBytes: 1, writeBytes: undefined});
	expect(new Drive('vda', 1)).toStrictEqual({name: 'vda', readBytes: 1, writeBytes: undefined});
	expect(new Drive('vda')).not.toEqual({name: 'vda', readBytes: 0});
});

test('a part of a view is compared as a part of an object', () => {
	expect(machine(3)).toMatchObject({drives: [{readBytes: 1}, {writeBytes: 3}]});
	expect({machine: machine(3)}).toMatchObject({machine: {drives: [{name: 'vda'}, {}]}});
	expect(machine(3)).not.toMatchObject({drives: [{readBytes: 1}, {writeBytes: 4}]});
	expect(machine(3)).not.toMatchObject({drives: [{readBytes: 1, source: 'a'}, {}]});
	expect(plain).toMatchObject(machine(3));
	expect(plain).not.toMatchObject(machine(4));
});

test('a part that a view does not know is undefined', () => {
	expect(new Drive('vda', 1)).toMatchObject({readBytes: 1, writeBytes: undefined});
	expect({drive: new Drive('vda', 1, 2)}).not.toMatchObject({drive: {writeBytes: undefined}});
});

test('a copy with changes keeps what is in the view', () => {
	const one = machine(3);
	expect(changed(one, {}).drives).toBe(one.drives);
	expect(changed(new Drive('vda', 1), {name: 'vdb'})).toEqual({name: 'vdb', readBytes: 1});
});

test('a failure prints what a view says', () => {
	for (const compare of [
		() => expect(machine(3)).toEqual(other),
		() => expect(machine(3)).toMatchObject(other),
		() => expect([machine(3)]).toStrictEqual([other]),
	]) {
		expect(compare).toThrow(
			expect.objectContaining({expected: expect.anything(), actual: expect.anything()}),
		);
		try {
			compare();
		} catch (error) {
			expect(JSON.stringify((error as {actual: unknown}).actual)).toContain('"writeBytes":3');
		}
	}
});
