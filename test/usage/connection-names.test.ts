import {describe, expect, test} from 'vitest';
import {connectionNames, connectionPlace} from '../../source/usage/connection-names.ts';

describe('connectionPlace', () => {
	test('is the far host, without user and port', () => {
		expect(
			[
				'qemu+ssh://root@kvm1.example:2222/system?socket=/run/a@b',
				'qemu+ssh://kvm1/system',
				'qemu+ssh://me@[2001:db8::1]:22/system',
				'qemu+ssh://[::1]/system',
			].map(connectionPlace),
		).toEqual(['kvm1.example', 'kvm1', '2001:db8::1', '::1']);
	});

	test('is absent on this machine', () => {
		for (const uri of ['qmp:', 'qmp:///run/vm@1.sock', 'qemu:///system', 'test+unix:///default']) {
			expect(connectionPlace(uri)).toBeUndefined();
		}
	});
});

describe('connectionNames', () => {
	const names = (...uris: string[]): readonly string[] => [...connectionNames(uris).values()];

	test('are the hosts, where that tells them apart', () => {
		expect(names('qemu+ssh://root@kvm1.a.example/system', 'qemu+ssh://kvm2.a.example/system', 'xl:')).toEqual(
			['kvm1', 'kvm2', 'xl:'],
		);
	});

	test('are the addresses where two lead to one host', () => {
		expect(names('qemu+ssh://kvm1.a.example/system', 'lxc+ssh://kvm1.a.example/system')).toEqual([
			'qemu+ssh://kvm1.a.example/system',
			'lxc+ssh://kvm1.a.example/system',
		]);
	});

	test('a single one is called by its address', () => {
		expect(names('qemu+ssh://kvm1.a.example/system')).toEqual(['qemu+ssh://kvm1.a.example/system']);
	});
});
