import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {canRun} from '../can-run.ts';
import {type GuestImage, guestImageNeeds, packGuestImage} from '../guest-image.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The boot files of every guest, and a folder of this run, removed with its files. Undefined: the lab cannot run. */
		bootFiles?: GuestImage & {readonly folder: string};
	}
}

/** Before all tests: says what is missing, or builds the guests' boot files. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = (project: TestProject): (() => void) | undefined => {
	if (!canRun('QEMU', guestImageNeeds(process.env))) {
		return undefined;
	}

	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.once('exit', remove);
	project.provide('bootFiles', {...packGuestImage(folder), folder});
	return remove;
};
