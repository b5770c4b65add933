import {chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import type {RemoteDomain} from '../../../../drivers/libvirt/remote/remote-domain.ts';
import {createGuestPids} from '../../../../drivers/libvirt/sampling/guest-pids.ts';
import {createHandClock} from '../../../helpers/hand-clock.ts';
import {skipBecause} from '../../../helpers/skip-because.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../../../helpers/trusted-folder.ts';

beforeEach(({skip}) => {
	if (noTrustReason !== undefined) {
		skipBecause(skip, noTrustReason);
	}
});

const alpha: RemoteDomain = {name: 'alpha', uuid: 'a', id: 1};
const off: RemoteDomain = {...alpha, id: undefined};

const open = () => {
	const folder = makeTrustedFolder();
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	const clock = createHandClock();
	const guestPids = createGuestPids(clock, folder, thisUser);
	let changes = 0;
	return {
		folder,
		clock,
		/** The folder has another time after each change, as libvirt's has but for those within a tick. */
		write: (name: string, text: string | undefined) => {
			const path = join(folder, name);
			text === undefined ? rmSync(path) : writeFileSync(path, text);
			changes += 1;
			utimesSync(folder, changes, changes);
		},
		pids: (...domains: readonly RemoteDomain[]) => {
			guestPids.refresh(domains);
			return guestPids.of(domains[0]?.uuid ?? '');
		},
	};
};

test('a running domain’s process is the one that its file names, with and without a newline', () => {
	const {write, pids} = open();
	write('alpha.pid', '4711');
	expect(pids(alpha)).toEqual([4711]);
	write('alpha.pid', '4712\n');
	expect(pids({...alpha, uuid: 'b'})).toEqual([4712]);
	expect(pids({name: 'beta', uuid: 'c', id: 2})).toBeUndefined();
});

test('what is no pid, no file name or no file is not known', () => {
	const {folder, write, pids} = open();
	for (const text of ['', '-1', '4711 4712', '0x10', '99999999999', 'x'.repeat(100_000)]) {
		write('alpha.pid', text);
		expect(pids(alpha), text.slice(0, 20)).toBeUndefined();
	}

	mkdirSync(join(folder, 'beta.pid'));
	write('gamma.pid', '7');
	for (const name of ['beta', './gamma', '../gamma', 'gamma\0', '']) {
		expect(pids({...alpha, name}), name).toBeUndefined();
	}
});

test('a domain that is off has none, but for the seconds in which it starts or stops', async () => {
	const {clock, write, pids} = open();
	expect(pids(off)).toEqual([]);
	write('alpha.pid', '7');
	expect(pids(off)).toEqual([7]);
	await clock.advance(8);
	expect(pids(alpha)).toEqual([7]);
	await clock.advance(8);
	expect(pids(alpha)).toEqual([7]);
	write('alpha.pid', undefined);
	expect(pids(off)).toEqual([7]);
	write('alpha.pid', '8');
	expect(pids(alpha)).toEqual([7, 8]);
	await clock.advance(11);
	expect(pids(alpha)).toEqual([8]);
});

test('a file that a crash left behind names nobody for long', async () => {
	const {clock, write, pids} = open();
	write('alpha.pid', '7');
	for (let second = 0; second <= 11; second += 1) {
		pids(off);
		await clock.advance(1);
	}

	expect(pids(off)).toEqual([]);
});

test('files are read again only where the folder changed', () => {
	const {folder, write, pids} = open();
	write('alpha.pid', '7');
	pids(alpha);
	pids(alpha);
	// Written without a change of the folder: nobody does, and it shows that nothing is read.
	writeFileSync(join(folder, 'alpha.pid'), '8');
	expect(pids(alpha)).toEqual([7]);
	write('beta.pid', '9');
	expect(pids(alpha)).toEqual([7, 8]);
});

test('a folder that others may change counts for nothing', () => {
	const {folder, write, pids} = open();
	write('alpha.pid', '7');
	expect(pids(alpha)).toEqual([7]);
	chmodSync(folder, 0o777);
	expect(pids(alpha)).toBeUndefined();
	expect(pids(off)).toBeUndefined();
	rmSync(folder, {recursive: true});
	expect(pids(alpha)).toBeUndefined();
});
