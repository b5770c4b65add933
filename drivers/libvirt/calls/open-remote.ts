import type {Clock} from '../../../source/async/clock.ts';
import {patientClock, untilAborted, withTimeout} from '../../../source/async/wait.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {withoutDot} from '../../../source/text/without-dot.ts';
import type {ByteStream} from '../transport/byte-stream.ts';
import {createXdrWriter} from '../wire/xdr-writer.ts';
import {authenticate, refusedUser} from './authenticate.ts';
import {createBulkCalls} from './bulk-calls.ts';
import {createDomainCalls} from './domain-calls.ts';
import {createDomainEvents} from './domain-events.ts';
import {noAnswer} from './no-answer.ts';
import {createNodeCalls} from './node-calls.ts';
import {procedures} from './procedures.ts';
import type {Remote} from './remote.ts';
import {RemoteError, remoteErrorCode} from './remote-error.ts';
import {createRpcClient, type RpcClient} from './rpc-client.ts';

/** The procedures over a conversation whose CONNECT_OPEN was answered. */
export const createRemote = (client: RpcClient): Remote => ({
	freeSlots: client.freeSlots,
	ended: client.ended,
	...createBulkCalls(client),
	...createDomainCalls(client),
	...createNodeCalls(client),
	watchDomains: createDomainEvents(client),
	// Without CONNECT_CLOSE: libvirtd 9.0.0 sometimes crashes when the stream ends while the daemon answers that call.
	close: client.close,
});

export type OpenRemoteOptions = {
	/** The URI that CONNECT_OPEN is given: `qemu:///system`. */
	readonly name: string;
	/** Asks the daemon to refuse all that changes something (VIR_CONNECT_RO). */
	readonly readOnly: boolean;
	readonly clock: Clock;
	/** Gives up. The promise rejects with the signal's reason. */
	readonly signal?: AbortSignal;
	/** Seconds for authentication and opening together. Undefined: 10. */
	readonly deadline?: number;
};

const readOnlyFlag = 1;

const connectOpen = async (client: RpcClient, {name, readOnly}: OpenRemoteOptions): Promise<void> => {
	await client.call({
		procedure: procedures.connectOpen,
		// 1 says that a name follows. Without a name the daemon opens nothing.
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
Authenticates over a new stream and opens the hypervisor's connection. Rejects with a DriverError, or with the signal's
reason. The stream is closed then.
*/
export const openRemote = async (link: ByteStream, options: OpenRemoteOptions): Promise<Remote> => {
	const {name, clock, signal, deadline = 10} = options;
	const client = createRpcClient(link, {clock});
	const open = async () => {
		await authenticate(client);
		await connectOpen(client, options);
	};

	try {
		await withTimeout({clock: patientClock(clock), seconds: deadline}, signal, async (enough) => {
			await untilAborted(open(), enough);
			signal?.throwIfAborted();
			if (enough.aborted) {
				throw client.openingTrouble() ?? noAnswer(deadline);
			}
		});
		return createRemote(client);
	} catch (error) {
		await client.close();
		throw explained(error, name);
	}
};
