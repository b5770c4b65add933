import type {DriverOptions} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {noAnswer} from './calls/no-answer.ts';
import type {Remote} from './calls/remote.ts';
import {RemoteError} from './calls/remote-error.ts';
import type {HostPlace} from './sampling/host-reader.ts';
import {outcomeWithin} from './sampling/outcome-within.ts';
import {startCall} from './sampling/pending-call.ts';
import type {LibvirtTarget} from './transport/libvirt-target.ts';

/** Which hypervisor the daemon drives, and where its host is. */
export type DaemonIdentity = {
	/** The answer to CONNECT_GET_TYPE: `QEMU`, `Xen`, … */
	readonly hypervisor: string;
	readonly place: HostPlace;
};

/** Timeout of each of the first replies, seconds. It is long, as a daemon may be starting its driver. */
export const identifyTimeoutSeconds = 10;

/** The name that a far host gives itself; `host` where it gives none. */
const farName = async (remote: Remote, host: string): Promise<string> => {
	try {
		return cleanText(await remote.hostname()) || host;
	} catch (error) {
		if (error instanceof RemoteError) {
			return host;
		}

		throw error;
	}
};

/** Asks over a new connection which hypervisor is there, and on which host. @throws DriverError */
export const identifyDaemon = async (
	remote: Remote,
	{uri, transport, host = '', port}: LibvirtTarget,
	{clock, root}: DriverOptions,
	signal: AbortSignal,
): Promise<DaemonIdentity> => {
	const isFar = transport === 'ssh';
	const ask = async (): Promise<DaemonIdentity> => {
		const hypervisor = cleanText(await remote.hypervisorType());
		if (isFar) {
			const id = port === undefined ? host : `${host}:${port}`;
			return {
				hypervisor,
				place: {kind: 'far', id: cleanText(id), name: await farName(remote, cleanText(host))},
			};
		}

		if (hypervisor === 'TEST') {
			// The test driver invents its host, as it invents its domains.
			return {hypervisor, place: {kind: 'far', id: uri, name: `${await farName(remote, 'libvirt')} (test)`}};
		}

		return {hypervisor, place: {kind: hypervisor === 'Xen' ? 'here, under Xen' : 'here', root}};
	};

	const outcome = await outcomeWithin(clock, startCall(clock, ask), identifyTimeoutSeconds, signal);
	if (!outcome) {
		throw noAnswer(identifyTimeoutSeconds);
	}

	if (!('error' in outcome)) {
		return outcome.reply;
	}

	const {error} = outcome;
	throw error instanceof RemoteError
		? new DriverError(
				`libvirt does not say what it is: ${error.message}.`,
				'Look at the log of its daemon.',
				{
					cause: error,
				},
			)
		: error;
};
