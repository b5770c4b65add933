import {expect, test} from 'vitest';
import {hostNames} from '../../source/usage/host-names.ts';
import {aHost} from '../helpers/sample-builder.ts';

const names = (...hosts: readonly (readonly [id: string, name: string, uri: string])[]): unknown =>
	Object.fromEntries(hostNames(hosts.map(([id, name, uri]) => ({host: aHost({id, name}), uri}))));

test('hosts go by their short names', () => {
	expect(names(['1', 'kvm1.example', 'qmp:'], ['2', 'kvm2.example', 'qemu+ssh://b/system'])).toEqual({
		1: 'kvm1',
		2: 'kvm2',
	});
});

test('hosts of one name go by where their connections lead', () => {
	expect(
		names(
			['1', 'localhost', 'qemu+ssh://root@a.example/system'],
			['2', 'localhost', 'qemu+ssh://b.example/system'],
			['3', 'localhost', 'qmp:'],
			['4', 'kvm4.example', 'qemu+ssh://d.example/system'],
		),
	).toEqual({1: 'a', 2: 'b', 3: 'qmp:', 4: 'kvm4'});
});
