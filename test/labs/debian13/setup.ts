import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {canRun} from '../can-run.ts';
import {type GuestImage, packGuestImage} from '../guest-image.ts';
import {missingNeeds, mustBuild} from './needs.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The boot files of every guest, and a folder of this run. Undefined: the lab cannot run. */
		debian13?: {readonly image: GuestImage; readonly folder: string};
	}
}

/** Runs before all tests: says what is missing, or builds the systems. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = (project: TestProject): (() => void) | undefined => {
	if (!canRun('Debian 13', missingNeeds(process.env))) {
		return undefined;
	}

	if (mustBuild(process.env)) {
		console.log('The Debian 13 lab builds what it enters: one to three minutes.');
		execFileSync(process.execPath, [join(import.meta.dirname, 'build-root.ts')], {stdio: 'inherit'});
	}

	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.once('exit', remove);
	project.provide('debian13', {image: packGuestImage(folder, true), folder});
	return remove;
};
