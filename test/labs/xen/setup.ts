import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {canRun} from '../can-run.ts';
import {bootXen, type XenMachine} from './boot.ts';
import {connectDom0} from './dom0.ts';
import {prepareGuest, startGuest} from './guest.ts';
import {alpha, beta} from './guest-config.ts';
import {missingNeeds, mustBuild} from './needs.ts';
import {xenImage} from './recipe.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Path of the socket of the agent in dom0, where alpha and beta run. Undefined: the lab cannot run. */
		xenSocket?: string;
	}
}

/** Boots Xen and starts its guests, without waiting until they listen. Builds the image first if it was not built yet. */
export const bootLab = async (): Promise<XenMachine> => {
	if (mustBuild(process.env)) {
		console.log('The Xen lab builds what it boots: about a minute.');
		execFileSync(process.execPath, [join(import.meta.dirname, 'build-image.ts')], {stdio: 'inherit'});
	}

	const machine = await bootXen(xenImage(process.env));
	try {
		const dom0 = await connectDom0(machine.socket, AbortSignal.timeout(20_000));
		for (const config of [alpha, beta]) {
			await prepareGuest(dom0, config);
			await startGuest(dom0, config);
		}

		await dom0.close();
		return machine;
	} catch (error) {
		const output = machine.lastOutput();
		await machine.close();
		throw new Error(`The guests did not start: ${output}`, {cause: error});
	}
};

/** Runs before all tests: says what is missing, or boots. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
	if (!canRun('Xen', missingNeeds(process.env))) {
		return undefined;
	}

	const machine = await bootLab();
	project.provide('xenSocket', machine.socket);
	return machine.close;
};
