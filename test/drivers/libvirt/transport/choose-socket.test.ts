import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {chooseSocket} from '../../../../drivers/libvirt/transport/choose-socket.ts';
import type {Access} from '../../../../drivers/libvirt/transport/libvirt-target.ts';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';

const createRoot = (paths: readonly string[]): string => {
	const root = temporaryFolder();
	for (const path of paths) {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		writeFileSync(join(root, path), '');
	}

	return root;
};

const choose = (root: string, uri: string, access: Access = 'read-only', sessionFolder?: string): string => {
	const path = chooseSocket(readTarget(parseAddress(uri)), access, {root, sessionFolder});
	expect(path.startsWith(root)).toBe(true);
	return path.slice(root.length);
};

/** libvirtd, virtqemud and virtxend side by side. */
const all = ['libvirt', 'virtqemud', 'virtxend'].flatMap((daemon) => [
	`/run/libvirt/${daemon}-sock`,
	`/run/libvirt/${daemon}-sock-ro`,
]);

describe('of the system’s sockets', () => {
	test.each([
		['qemu:///system', 'read-only', '/run/libvirt/virtqemud-sock-ro'],
		['qemu:///system', 'read-write', '/run/libvirt/virtqemud-sock'],
		['qemu:///system?mode=legacy', 'read-only', '/run/libvirt/libvirt-sock-ro'],
		['xen:///system?mode=direct', 'read-write', '/run/libvirt/virtxend-sock'],
		['vz:///system', 'read-only', '/run/libvirt/libvirt-sock-ro'],
		['parallels:///system', 'read-write', '/run/libvirt/libvirt-sock'],
		['test+unix:///default', 'read-only', '/run/libvirt/libvirt-sock-ro'],
		['qemu:///session', 'read-only', '/run/libvirt/virtqemud-sock-ro'],
	] as const)('%s to be %s is %s', (uri, access, path) => {
		expect(choose(createRoot(all), uri, access)).toBe(path);
	});

	test('the hypervisor’s own comes before libvirtd’s, and with it its other one', () => {
		const root = createRoot(['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock-ro']);
		expect(choose(root, 'qemu:///system')).toBe('/run/libvirt/virtqemud-sock');
	});

	test('where there is none to only read, the other one is taken', () => {
		expect(choose(createRoot(['/run/libvirt/libvirt-sock']), 'qemu:///system')).toBe(
			'/run/libvirt/libvirt-sock',
		);
	});

	test('they are under /var/run where there is no /run/libvirt', () => {
		expect(choose(createRoot(['/var/run/libvirt/libvirt-sock']), 'qemu:///system', 'read-write')).toBe(
			'/var/run/libvirt/libvirt-sock',
		);
	});

	test('one to only read is nothing to write to', () => {
		const root = createRoot(['/run/libvirt/libvirt-sock-ro']);
		expect(() => choose(root, 'qemu:///system', 'read-write')).toThrow('No libvirt daemon');
	});
});

describe('a socket of one’s own', () => {
	const uri = 'qemu:///system?socket=/s/a%20sock';

	test('has one to only read beside it, or not', () => {
		expect(choose(createRoot([...all, '/s/a sock', '/s/a sock-ro']), uri)).toBe('/s/a sock-ro');
		expect(choose(createRoot([...all, '/s/a sock']), uri)).toBe('/s/a sock');
		expect(choose(createRoot([...all, '/s/a sock', '/s/a sock-ro']), uri, 'read-write')).toBe('/s/a sock');
	});

	test('overrides mode and session', () => {
		const root = createRoot([...all, '/s']);
		expect(choose(root, 'qemu:///session?socket=/s&mode=direct', 'read-write', '/run/user/7')).toBe('/s');
	});

	test('that is not there is named', () => {
		expect(() => choose(createRoot(all), uri)).toThrow(
			expect.objectContaining({
				message: 'There is no /s/a sock.',
				advice: 'Give the path of a socket on which a daemon of libvirt listens, or leave socket= out.',
			}),
		);
	});
});

describe('a user’s session', () => {
	const folder = '/run/user/7';
	const own = ['libvirt', 'virtqemud'].map((daemon) => `${folder}/libvirt/${daemon}-sock`);

	test('has its sockets in the user’s folder, one a daemon', () => {
		const root = createRoot([...all, ...own, `${own[1]}-ro`]);
		expect(choose(root, 'qemu:///session', 'read-only', folder)).toBe(own[1]);
		expect(choose(root, 'qemu:///session?mode=legacy', 'read-write', folder)).toBe(own[0]);
		expect(choose(root, 'test+unix:///default', 'read-only', folder)).toBe(own[0]);
		expect(choose(root, 'qemu:///system', 'read-only', folder)).toBe('/run/libvirt/virtqemud-sock-ro');
	});

	test('is not looked for where others could have made the sockets; a path that was given is', () => {
		const root = createRoot([...all, ...own]);
		const places = {root, sessionFolder: folder, sessionDistrust: '/run/user/7 belongs to uid 8'};
		const chosen = (uri: string) => chooseSocket(readTarget(parseAddress(uri)), 'read-only', places);
		for (const uri of ['qemu:///session', 'test+unix:///default']) {
			expect(() => chosen(uri)).toThrow(
				expect.objectContaining({
					message: `No socket is used for ${readTarget(parseAddress(uri)).name}: /run/user/7 belongs to uid 8.`,
					advice:
						'Let XDG_RUNTIME_DIR name a folder that only you can change, or give the path with socket=.',
				}),
			);
			expect(chosen(`${uri}?socket=${own[0]}`)).toBe(join(root, own[0] ?? ''));
		}

		expect(chosen('qemu:///system')).toBe(join(root, '/run/libvirt/virtqemud-sock-ro'));
	});

	test('whose daemon does not run is started by virsh', () => {
		expect(() => choose(createRoot(all), 'qemu:///session', 'read-only', folder)).toThrow(
			expect.objectContaining({
				message:
					'No libvirt daemon listens for qemu:///session: no virtqemud-sock or libvirt-sock in /run/user/7/libvirt.',
				advice: 'A session’s daemon starts when virsh first needs it: run virsh -c qemu:///session list.',
			}),
		);
		expect(() => choose(createRoot(all), 'test+unix:///default', 'read-only', folder)).toThrow(
			expect.objectContaining({advice: expect.stringContaining('run virsh -c test+unix:///default list.')}),
		);
	});
});

test('what was looked for is told, and what to start', () => {
	const root = createRoot([]);
	expect(() => choose(root, 'qemu:///system')).toThrow(
		expect.objectContaining({
			message:
				'No libvirt daemon listens for qemu:///system: no virtqemud-sock or libvirt-sock in /run/libvirt.',
			advice: 'Start virtqemud or libvirtd.',
		}),
	);
	expect(() => choose(root, 'test+unix:///default')).toThrow(
		expect.objectContaining({
			message: 'No libvirt daemon listens for test:///default: no libvirt-sock in /run/libvirt.',
			advice: 'Start libvirtd.',
		}),
	);
	expect(() => choose(root, 'xen:///system?mode=direct', 'read-write')).toThrow(
		expect.objectContaining({advice: 'Start virtxend.'}),
	);
	expect(() => choose(root, 'parallels:///system?mode=direct')).toThrow(
		'no daemon of libvirt is for parallels alone',
	);
});
