import {createRemote} from '../../../drivers/libvirt/calls/open-remote.ts';
import {createRpcClient} from '../../../drivers/libvirt/calls/rpc-client.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {type FakePacket, fakePacket} from './fake-wire.ts';
import {createHandLink} from './hand-link.ts';

/** A remote whose daemon is the test. */
export const createHandRemote = () => {
	const clock = createFakeClock();
	const link = createHandLink();
	const client = createRpcClient(link, {clock});
	return {
		clock,
		link,
		client,
		remote: createRemote(client),
		/** The last packet that was sent, once somebody sent it. */
		sent: async (): Promise<FakePacket> => {
			await clock.settle();
			return link.sent().at(-1) as FakePacket;
		},
		/** Answers a call. */
		reply: (call: FakePacket, changes: Partial<FakePacket> = {}) =>
			link.receive(fakePacket({procedure: call.procedure, serial: call.serial, ...changes})),
	};
};
