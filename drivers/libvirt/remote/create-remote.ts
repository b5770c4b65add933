import {createBulkCalls} from './bulk-calls.ts';
import {createDomainCalls} from './domain-calls.ts';
import {createDomainEvents} from './domain-events.ts';
import {createNodeCalls} from './node-calls.ts';
import type {Remote} from './remote.ts';
import type {RpcClient} from './rpc-client.ts';

/** The procedures over a conversation whose CONNECT_OPEN was answered. */
export const createRemote = (client: RpcClient): Remote => ({
	freeSlots: client.freeSlots,
	ended: client.ended,
	...createBulkCalls(client),
	...createDomainCalls(client),
	...createNodeCalls(client),
	watchDomains: createDomainEvents(client),
	// Without CONNECT_CLOSE: libvirtd 9.0.0 crashes at times when the link ends while it answers that one.
	close: client.close,
});
