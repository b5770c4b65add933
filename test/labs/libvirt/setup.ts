import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {canRun} from '../can-run.ts';
import {packGuestImage} from '../guest-image.ts';
import {enterNamespace, openNamespace} from './namespace.ts';
import {missingNeeds} from './needs.ts';
import {layRoot} from './root.ts';
import {runner} from './virsh.ts';
import {startWorld} from './world.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Where libvirtd, sshd and the guests run. Undefined: the lab cannot run. */
		libvirt?: {
			/** See `enterNamespace`. */
			readonly keeper: number;
			/** Folder of this run; removed with all that is in it. */
			readonly folder: string;
		};
	}
}

/** Runs before all tests: says what is missing, or starts all. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
	if (!canRun('libvirt', missingNeeds(process.env))) {
		return undefined;
	}

	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.once('exit', remove);
	layRoot(folder);
	const {keeper, close} = await openNamespace(folder);
	const end = async (): Promise<void> => {
		await close();
		remove();
	};

	try {
		await startWorld(runner(enterNamespace(keeper)), folder, packGuestImage(folder));
	} catch (error) {
		const log = readFileSync(join(folder, 'root/var/log/libvirtd.log'), 'utf8').slice(-2000);
		await end();
		throw new Error(`libvirtd and its guests did not start: ${log}`, {cause: error});
	}

	project.provide('libvirt', {keeper, folder});
	return end;
};
