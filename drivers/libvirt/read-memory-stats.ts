import type {Clock} from '../../source/clock.ts';
import type {MemoryAnswer} from '../../source/driver.ts';
import {DriverError} from '../../source/driver-error.ts';
import {withoutDot} from '../../source/without-dot.ts';
import {memoryTag} from './meaning/bulk-words.ts';
import {correctionNote} from './meaning/corrections.ts';
import type {Remote} from './remote/remote.ts';
import type {RemoteDomain} from './remote/remote-domain.ts';
import {RemoteError} from './remote/remote-error.ts';
import {launch} from './sampling/flight.ts';
import {landedWithin} from './sampling/landed-within.ts';

/** Seconds in which libvirt must tell them: of a domain that something holds it waits 30. */
const patience = 10;

export type MemoryQuestion = {
	readonly clock: Clock;
	/** CONNECT_GET_TYPE. */
	readonly hypervisor: string;
	/** Ends the wait. */
	readonly signal: AbortSignal;
};

/**
DOMAIN_MEMORY_STATS of one domain, which virsh dommemstat prints as it comes, but for tags it does not know.
@throws DriverError in libvirt's words, or where it does not answer.
*/
export const readMemoryStats = async (
	remote: Remote,
	domain: RemoteDomain,
	name: string,
	{clock, hypervisor, signal}: MemoryQuestion,
): Promise<MemoryAnswer> => {
	const flight = launch(clock, () => remote.memoryStats(domain));
	const landed = await landedWithin(clock, flight, patience, signal);
	if (!landed) {
		throw new DriverError(
			`The memory statistics of ${name} are unknown: libvirt has not answered for ${patience} s.`,
			'See with virsh domcontrol what holds the domain, and ask again.',
		);
	}

	if ('error' in landed) {
		const {error} = landed;
		throw error instanceof RemoteError
			? new DriverError(
					`The memory statistics of ${name} are unknown: ${withoutDot(error.message)}.`,
					'Run domtop -b -n 1 to see what is known of it.',
					{cause: error},
				)
			: error;
	}

	const stats = landed.answer.flatMap(({tag: number, value}) => {
		const tag = memoryTag(number);
		return tag === undefined || value === undefined ? [] : [{tag, value}];
	});
	const notes = stats.map((stat) => correctionNote(stat, hypervisor)).filter((note) => note !== undefined);
	return {stats, notes: [...new Set(notes)]};
};
