import type {XdrReader} from '../wire/xdr-reader.ts';
import {createXdrWriter} from '../wire/xdr-writer.ts';
import {readDomain} from './domain-codec.ts';
import {procedures} from './procedures.ts';
import type {DomainEvent, Remote} from './remote.ts';
import {RemoteError} from './remote-error.ts';
import type {RpcClient} from './rpc-client.ts';

type Change = Extract<DomainEvent, {readonly kind: 'lifecycle'}>['change'];

/** virDomainEventType. */
const changes: readonly Change[] = [
	'defined',
	'undefined',
	'started',
	'suspended',
	'resumed',
	'stopped',
	'shutdown',
	'pmsuspended',
	'crashed',
];

const readLifecycle = (reader: XdrReader): DomainEvent => {
	const domain = readDomain(reader);
	const change = changes[reader.int()] ?? 'other';
	return {kind: 'lifecycle', domain, change, detail: reader.int()};
};

/** @returns undefined where the size is libvirt's value for unknown */
const readBalloon = (reader: XdrReader): DomainEvent | undefined => {
	const domain = readDomain(reader);
	const actualKiB = reader.unsignedHyper();
	return actualKiB === undefined ? undefined : {kind: 'balloon', domain, actualKiB};
};

/** virDomainEventID, the procedure under which its events come, and the reader of what follows the callback's id. */
const kinds = [
	{event: 0, procedure: procedures.domainEventCallbackLifecycle, read: readLifecycle},
	{event: 13, procedure: procedures.domainEventCallbackBalloonChange, read: readBalloon},
] as const;

/** Registers for the events of all domains. Events of a callback that is not ours (any more, or not yet) are left out. */
export const createDomainEvents =
	({call, onMessage}: RpcClient): Remote['watchDomains'] =>
	async (onEvent) => {
		const register = async ({event, procedure, read}: (typeof kinds)[number]) => {
			let ours: number | undefined;
			onMessage(procedure, (reader) => {
				const callback = reader.int();
				const event = read(reader);
				reader.end();
				if (event && callback === ours) {
					onEvent(event);
				}
			});
			ours = await call({
				procedure: procedures.connectDomainEventCallbackRegisterAny,
				// NULL stands for every domain.
				payload: createXdrWriter().int(event).unsigned(0).bytes(),
				decode: (reader) => reader.int(),
			});
		};

		const outcomes = await Promise.allSettled(kinds.map(register));
		for (const outcome of outcomes) {
			if (outcome.status === 'rejected' && !(outcome.reason instanceof RemoteError)) {
				throw outcome.reason;
			}
		}
	};
