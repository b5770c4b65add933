import {cleanText, textLimits} from '../../../source/clean-text.ts';
import type {Clock} from '../../../source/clock.ts';
import {DriverError} from '../../../source/driver-error.ts';
import {withResolvers} from '../../../source/with-resolvers.ts';
import {withoutDot} from '../../../source/without-dot.ts';
import {patientSleep} from '../../qmp/patient-sleep.ts';
import type {ByteLink} from '../transport/byte-link.ts';
import {createXdrWriter} from '../wire/xdr-writer.ts';
import {authenticate, refusedUser} from './authenticate.ts';
import {createRemote} from './create-remote.ts';
import {noAnswer} from './no-answer.ts';
import {procedures} from './procedures.ts';
import type {Remote} from './remote.ts';
import {RemoteError, remoteErrorCode} from './remote-error.ts';
import {createRpcClient, type RpcClient} from './rpc-client.ts';

export type OpenRemoteOptions = {
	/** What CONNECT_OPEN is told: `qemu:///system`. */
	readonly name: string;
	/** Asks the daemon to refuse all that changes something (VIR_CONNECT_RO). */
	readonly readOnly: boolean;
	readonly clock: Clock;
	/** Gives up: rejects with its reason. */
	readonly signal?: AbortSignal;
	/** Seconds for all of it; absent: 10. */
	readonly deadline?: number;
};

const readOnlyFlag = 1;

const connectOpen = async (client: RpcClient, {name, readOnly}: OpenRemoteOptions): Promise<void> => {
	await client.call({
		procedure: procedures.connectOpen,
		// A name is there (1): without one the daemon opens nothing.
		payload: createXdrWriter()
			.unsigned(1)
			.string(name)
			.unsigned(readOnly ? readOnlyFlag : 0)
			.bytes(),
		decode: () => {},
	});
};

const explained = (error: unknown, name: string): unknown => {
	if (!(error instanceof RemoteError)) {
		return error;
	}

	const advice =
		error.code === remoteErrorCode.noConnect
			? 'Install the package of that driver where libvirt runs, or give another URI.'
			: 'See what the log of that daemon says, or give another URI.';
	return (
		refusedUser(error) ??
		new DriverError(
			`libvirt does not open ${cleanText(name, textLimits.path)}: ${withoutDot(error.message)}.`,
			advice,
			{
				cause: error,
			},
		)
	);
};

/**
Authenticates over a fresh link and opens the hypervisor's connection. Rejects with a DriverError, or with the signal's
reason; the link is closed then.
*/
export const openRemote = async (link: ByteLink, options: OpenRemoteOptions): Promise<Remote> => {
	const {name, clock, signal, deadline = 10} = options;
	const client = createRpcClient(link, {clock});
	const done = new AbortController();
	const {promise: stopped, reject: stop} = withResolvers<never>();
	const cancel = () => stop(signal?.reason);
	signal?.addEventListener('abort', cancel);
	if (signal?.aborted) {
		cancel();
	}

	void patientSleep(clock, deadline, done.signal).then(() =>
		stop(client.openingTrouble() ?? noAnswer(deadline)),
	);

	const open = async () => {
		await authenticate(client);
		await connectOpen(client, options);
	};

	try {
		await Promise.race([open(), stopped]);
		return createRemote(client);
	} catch (error) {
		await client.close();
		throw explained(error, name);
	} finally {
		done.abort();
		signal?.removeEventListener('abort', cancel);
	}
};
