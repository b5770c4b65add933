import type {Clock} from '../../source/async/clock.ts';
import {createLifetime} from '../../source/async/lifetime.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {withoutDot} from '../../source/text/without-dot.ts';
import type {Remote} from './calls/remote.ts';
import type {RemoteDomain} from './calls/remote-domain.ts';
import {RemoteError} from './calls/remote-error.ts';
import {outcomeWithin} from './sampling/outcome-within.ts';
import {startCall} from './sampling/pending-call.ts';

/** Writes periods of balloon statistics, over a read-write connection that is open only during the write. */
export type PeriodWriter = {
	/** @param seconds 0 stops. @throws DriverError in libvirt's words, or where it is not known whether the period was set */
	readonly write: (domain: RemoteDomain, name: string, seconds: number) => Promise<void>;
	/** Aborts the pending writes, and waits until they settled. */
	readonly close: () => Promise<void>;
};

/** Timeout of a write, seconds. libvirt waits 30 s for a domain that something holds. */
const writeTimeoutSeconds = 10;

/** @param open opens a read-write connection, without asking at the terminal. It rejects with a DriverError. */
export const createPeriodWriter = (
	clock: Clock,
	open: (signal: AbortSignal) => Promise<Remote>,
): PeriodWriter => {
	const lifetime = createLifetime();
	const writing = new Set<Promise<unknown>>();

	const send = async (remote: Remote, domain: RemoteDomain, name: string, seconds: number): Promise<void> => {
		const call = startCall(clock, () => remote.setMemoryStatsPeriod(domain, seconds));
		const outcome = await outcomeWithin(clock, call, writeTimeoutSeconds, lifetime.signal);
		if (!outcome) {
			throw new DriverError(
				`Whether the period of ${name} was set is not known: libvirt has not answered for ${writeTimeoutSeconds} s.`,
				'Look at it once the domain answers.',
			);
		}

		if (!('error' in outcome)) {
			return;
		}

		const {error} = outcome;
		throw error instanceof RemoteError
			? new DriverError(
					`libvirt refused the period of ${name}: ${withoutDot(error.message)}.`,
					'Its present value stays.',
					{cause: error},
				)
			: error;
	};

	const write = async (domain: RemoteDomain, name: string, seconds: number): Promise<void> => {
		const remote = await open(lifetime.signal).catch((error: unknown) => {
			throw lifetime.isOver()
				? new DriverError('The connection to libvirt was closed.', 'Choose the domain again once it is back.')
				: error;
		});
		try {
			await send(remote, domain, name, seconds);
		} finally {
			await remote.close();
		}
	};

	return {
		async write(domain, name, seconds) {
			const work = write(domain, name, seconds);
			const settled = work.catch(() => {});
			writing.add(settled);
			try {
				await work;
			} finally {
				writing.delete(settled);
			}
		},
		async close() {
			lifetime.end();
			await Promise.all(writing);
		},
	};
};
