import {diskLines} from './one-shot/disk-lines.ts';
import {findDomain} from './one-shot/find-domain.ts';
import {memoryLines} from './one-shot/memory-lines.ts';
import {nicLines} from './one-shot/nic-lines.ts';
import type {Command} from './options.ts';
import type {Sampler} from './sampler.ts';

export type OneShot = Extract<Command, {readonly domain: string}>;

/**
One question about one domain, answered in virsh's format; on every hypervisor.
@returns the lines to print; none after a period was set.
@throws DriverError where there is no such domain or device, several of that name, or the hypervisor refuses.
*/
export const runOneShot = async (command: OneShot, sampler: Sampler): Promise<readonly string[]> => {
	await sampler.run(1);
	const usage = sampler.usage.get();
	if (!usage || usage.connections.every(({host}) => host === undefined)) {
		return [];
	}

	const found = findDomain(usage, command.domain);
	switch (command.name) {
		case 'dommemstat': {
			if (command.period !== undefined) {
				await sampler.setBalloonPeriod(found, command.period);
				return [];
			}

			return [...memoryLines(found.domain.memory), ''];
		}

		case 'domblkstat': {
			return [...diskLines(found, command.device), ''];
		}

		case 'domifstat': {
			return [...nicLines(found, command.device), ''];
		}
	}
};
