import type {Clock} from '../../source/async/clock.ts';
import type {MemoryAnswer} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {withoutDot} from '../../source/text/without-dot.ts';
import type {Remote} from './calls/remote.ts';
import type {RemoteDomain} from './calls/remote-domain.ts';
import {RemoteError} from './calls/remote-error.ts';
import {memoryTag} from './mapping/bulk-fields.ts';
import {correctionNote} from './mapping/corrections.ts';
import {outcomeWithin} from './sampling/outcome-within.ts';
import {startCall} from './sampling/pending-call.ts';

/** Timeout of the reply, seconds. libvirt waits 30 s for a domain that something holds. */
const replyTimeoutSeconds = 10;

export type MemoryQuestion = {
	readonly clock: Clock;
	/** The answer to CONNECT_GET_TYPE. */
	readonly hypervisor: string;
	/** Ends the wait. */
	readonly signal: AbortSignal;
};

/**
DOMAIN_MEMORY_STATS of one domain. virsh dommemstat prints the same statistics as they come, without tags it does not know.
@throws DriverError in libvirt's words, or where libvirt does not answer
*/
export const readMemoryStats = async (
	remote: Remote,
	domain: RemoteDomain,
	name: string,
	{clock, hypervisor, signal}: MemoryQuestion,
): Promise<MemoryAnswer> => {
	const call = startCall(clock, () => remote.memoryStats(domain));
	const outcome = await outcomeWithin(clock, call, replyTimeoutSeconds, signal);
	if (!outcome) {
		throw new DriverError(
			`The memory statistics of ${name} are unknown: libvirt has not answered for ${replyTimeoutSeconds} s.`,
			'See with virsh domcontrol what holds the domain, and ask again.',
		);
	}

	if ('error' in outcome) {
		const {error} = outcome;
		throw error instanceof RemoteError
			? new DriverError(
					`The memory statistics of ${name} are unknown: ${withoutDot(error.message)}.`,
					'Run domtop -b -n 1 to see what is known of it.',
					{cause: error},
				)
			: error;
	}

	const stats = outcome.reply.flatMap(({tag: number, value}) => {
		const tag = memoryTag(number);
		return tag === undefined || value === undefined ? [] : [{tag, value}];
	});
	const notes = stats.map((stat) => correctionNote(stat, hypervisor)).filter((note) => note !== undefined);
	return {stats, notes: [...new Set(notes)]};
};
