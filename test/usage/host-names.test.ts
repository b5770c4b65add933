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
	).toEqual({1: 'a', 2: 'b', 3: 'localhost', 4: 'kvm4'});
});

test('this machine goes by its name even where it is also reached from afar, whatever its id', () => {
	const here = 'qemu+unix:///system?socket=/run/lab/libvirt-sock';
	expect(names([here, 'kvm1.example', here], ['2', 'kvm1.example', 'qemu+ssh://127.0.0.1/system'])).toEqual({
		[here]: 'kvm1',
		2: '127.0.0.1',
	});
	const far = 'qemu+ssh://kvm1/system';
	expect(names(['1', 'kvm1', here], ['2', 'kvm1', far])).toEqual({1: 'kvm1', 2: far});
});

test('hosts of one name on this machine go by their connections', () => {
	const uris = ['test+unix:///default?socket=/a', 'test+unix:///default?socket=/b'] as const;
	expect(names([uris[0], 'kvm1 (test)', uris[0]], [uris[1], 'kvm1 (test)', uris[1]])).toEqual({
		[uris[0]]: uris[0],
		[uris[1]]: uris[1],
	});
});
