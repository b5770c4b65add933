import {expect, onTestFinished} from 'vitest';
import {createHypervisor} from '../../../../drivers/xen/hypervisor/create-hypervisor.ts';
import type {Hypervisor, HypervisorReading} from '../../../../drivers/xen/hypervisor/hypervisor.ts';
import type {ProblemReport} from '../../../../source/model/sample.ts';
import {createFakeClock, type FakeClock} from '../../../helpers/fake-clock.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {
	createFakeHypervisorCommands,
	type FakeHypervisorCommands,
	type FakeHypervisorOptions,
} from '../fake-hypervisor-commands.ts';

export type HypervisorWorld = {
	readonly clock: FakeClock;
	readonly commands: FakeHypervisorCommands;
	readonly hypervisor: Hypervisor;
	/** Without a signal that would end the wait. */
	readonly ask: () => ReturnType<Hypervisor['read']>;
	/** An answer that must be a reading. */
	readonly read: () => Promise<HypervisorReading>;
	/** An answer that must be a report. */
	readonly fail: () => Promise<ProblemReport>;
	/** What is there when the signal fires, after everything happened that needs no time. */
	readonly askBriefly: () => ReturnType<Hypervisor['read']>;
};

/** Closed when the test ends, when nothing may run any more. */
export const createHypervisorWorld = (
	options: Omit<FakeHypervisorOptions, 'clock'> = {},
): HypervisorWorld => {
	const clock = createFakeClock();
	const commands = createFakeHypervisorCommands({clock, ...options});
	const hypervisor = createHypervisor({clock, spawn: commands.spawn});
	onTestFinished(async () => {
		await promptly(hypervisor.close(), 'closing');
		expect(commands.running()).toBe(0);
		expect(clock.sleeping()).toEqual([]);
	});
	const ask = () => promptly(hypervisor.read(new AbortController().signal), 'a reading');
	return {
		clock,
		commands,
		hypervisor,
		ask,
		read: async () => {
			const answer = await ask();
			if (!answer || 'kind' in answer) {
				throw new Error(`no reading: ${JSON.stringify(answer)}`);
			}

			return answer;
		},
		fail: async () => {
			const answer = await ask();
			if (!answer || !('kind' in answer)) {
				throw new Error(`no report: ${JSON.stringify(answer)}`);
			}

			return answer;
		},
		askBriefly: async () => {
			const controller = new AbortController();
			const answer = hypervisor.read(controller.signal);
			for (let round = 0; round < 10; round += 1) {
				await clock.settle();
			}

			controller.abort();
			return promptly(answer, 'an answer after the signal');
		},
	};
};
