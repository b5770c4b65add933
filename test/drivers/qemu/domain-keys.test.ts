import {expect, test} from 'vitest';
import {domainKeys} from '../../../drivers/qemu/domain-keys.ts';
import type {GuestReading} from '../../../drivers/qemu/mapping/domain.ts';

const guest = (id: number, name: string, uuid?: string): GuestReading => ({
	id,
	name,
	uuid,
	incarnation: `${id}:${id}00`,
	state: 'running',
	at: 0,
	memory: {},
});

const keysOf = (trusted: readonly GuestReading[], strangers: readonly GuestReading[]): readonly string[] => {
	const keys = domainKeys([...strangers, ...trusted], (one) => trusted.includes(one));
	return [...trusted, ...strangers].map((one) => keys.get(one) ?? '');
};

test('of two with one name the older has the key, and the younger adds its pid', () => {
	expect(keysOf([guest(7, 'vm'), guest(3, 'vm')], [])).toEqual(['name:vm#7', 'name:vm']);
});

test('no stranger has the key of another, however old it is and whatever it is called', () => {
	const trusted = [guest(20, 'vm'), guest(30, 'vm'), guest(40, 'db', 'u-u')];
	const strangers = [
		guest(1, 'vm#30'),
		guest(2, 'vm'),
		guest(4, 'vm#2'),
		guest(5, 'vm#2#'),
		guest(6, 'x', 'u-u'),
	];
	const keys = keysOf(trusted, strangers);
	expect(keys.slice(0, 3)).toEqual(['name:vm', 'name:vm#30', 'u-u']);
	expect(new Set(keys).size).toBe(keys.length);
});
