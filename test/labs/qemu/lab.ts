import {randomUUID} from 'node:crypto';
import {closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, inject} from 'vitest';
import {bootGuest, type Guest} from './guest.ts';
import type {GuestOptions} from './guest-options.ts';

/** A folder with guests in it. */
export type Lab = {
	/** The address of exactly the sockets meant for domtop: other guests of this machine stay out. */
	readonly uri: string;
	readonly folder: string;
	/** Boots a guest. The same name, after a kill, starts again on the same disks and sockets. */
	readonly boot: (options: GuestOptions) => Promise<Guest>;
	/** Kills every guest and removes the folder. */
	readonly close: () => Promise<void>;
};

/** Tests that need guests: skipped where they cannot run, for the reason that the setup prints. */
export const describeLab = describe.skipIf(inject('bootFiles') === undefined);

const diskBytes = 64 * 1024 * 1024;

const makeDisk = (path: string): string => {
	const disk = openSync(path, 'a');
	ftruncateSync(disk, diskBytes);
	closeSync(disk);
	return path;
};

export const openLab = (): Lab => {
	const bootFiles = inject('bootFiles');
	if (bootFiles === undefined) {
		throw new Error('The lab is not set up: its tests belong into describeLab.');
	}

	const folder = mkdtempSync(join(bootFiles.folder, 'lab-'));
	const closing = new AbortController();
	const guests: Array<Promise<Guest>> = [];
	for (const name of ['sockets', 'second', 'disks']) {
		mkdirSync(join(folder, name));
	}

	return {
		uri: `qmp://${folder}/sockets/`,
		folder,
		boot: (options) => {
			const guest = bootGuest(
				{uuid: randomUUID(), ...options},
				{
					...bootFiles,
					socket: join(folder, 'sockets', `${options.name}.sock`),
					secondSocket: join(folder, 'second', `${options.name}.sock`),
					disks: [
						makeDisk(join(folder, 'disks', `${options.name}-a.raw`)),
						makeDisk(join(folder, 'disks', `${options.name}-b.raw`)),
					],
				},
				closing.signal,
			);
			guests.push(guest);
			return guest;
		},
		close: async () => {
			closing.abort();
			const settled = await Promise.allSettled(guests);
			await Promise.all(
				settled.map((guest) => (guest.status === 'fulfilled' ? guest.value.kill() : undefined)),
			);
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
