import {chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import type {RemoteDomain} from '../../../../drivers/libvirt/calls/remote-domain.ts';
import {createGuestPids} from '../../../../drivers/libvirt/sampling/guest-pids.ts';
import {createHandClock} from '../../../helpers/hand-clock.ts';
import {skipBecause} from '../../../helpers/skip-because.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../../../helpers/trusted-folder.ts';

/** Names of the pid files that were opened and looked at. */
const {opened, examined} = vi.hoisted(() => ({opened: [] as string[], examined: [] as string[]}));

vi.mock('node:fs', async (original) => {
	const files = await original<typeof import('node:fs')>();
	const noting =
		(names: string[], call: (path: string, options: unknown) => unknown) =>
		(path: string, options: unknown) => {
			if (path.endsWith('.pid')) {
				names.push(path.slice(path.lastIndexOf('/') + 1));
			}

			return call(path, options);
		};
	return {
		...files,
		readFileSync: noting(opened, files.readFileSync as (path: string, options: unknown) => unknown),
		statSync: noting(examined, files.statSync as (path: string, options: unknown) => unknown),
	};
});

beforeEach(({skip}) => {
	opened.length = 0;
	examined.length = 0;
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
		of: guestPids.of,
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

test('a file is read once, however often the folder changes, and again where it, or its domain, is another', () => {
	const {folder, write, pids} = open();
	write('alpha.pid', '7');
	for (let change = 0; change < 5; change += 1) {
		write('alpha.xml', `<domstatus change='${change}'/>`);
		expect(pids(alpha)).toEqual([7]);
	}

	expect(opened).toEqual(['alpha.pid']);
	writeFileSync(join(folder, 'alpha.pid'), '18');
	expect(pids(alpha)).toEqual([7, 18]);
	expect(pids({...alpha, id: 2})).toEqual([7, 18]);
	expect(pids(off)).toEqual([7, 18]);
	expect(opened).toEqual(new Array(4).fill('alpha.pid'));
});

test('of a thousand guests a refresh looks at 64 files, at each in its turn, and reads those alone that changed', async () => {
	const {folder, clock, write, pids} = open();
	const domains = Array.from({length: 1000}, (_, id) => ({name: `d${id}`, uuid: `u${id}`, id}));
	for (const {name, id} of domains) {
		writeFileSync(join(folder, `${name}.pid`), String(id + 1));
	}

	pids(...domains);
	expect(opened).toHaveLength(1000);
	await clock.advance(20);
	opened.length = 0;
	examined.length = 0;
	for (let round = 1; round <= 16; round += 1) {
		write('d0.xml', String(round));
		pids(...domains);
		expect(examined.length).toBe(64 * round);
		await clock.advance(1);
	}

	expect(new Set(examined).size).toBe(1000);
	expect(opened).toEqual([]);
});

test('a domain that starts, ends or is made counts at once among a thousand, and so does its file that comes later', async () => {
	const {folder, clock, write, pids, of} = open();
	const domains = Array.from({length: 1000}, (_, id) => ({name: `d${id}`, uuid: `u${id}`, id}));
	for (const {name} of domains) {
		writeFileSync(join(folder, `${name}.pid`), '7');
	}

	pids(...domains);
	await clock.advance(20);
	write('d900.pid', '8');
	pids(...domains.with(900, {name: 'd900', uuid: 'u900', id: 2000}));
	expect(of('u900')).toContain(8);
	const made = {name: 'made', uuid: 'made', id: 2001};
	expect(pids(made, ...domains)).toBeUndefined();
	write('made.pid', '');
	expect(pids(made, ...domains)).toBeUndefined();
	write('made.pid', '9');
	expect(pids(made, ...domains)).toEqual([9]);
	write('made.pid', undefined);
	expect(pids({...made, id: undefined}, ...domains)).toEqual([9]);
	await clock.advance(11);
	expect(pids({...made, id: undefined}, ...domains)).toEqual([]);
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
