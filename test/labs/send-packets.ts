/**
Sends packets of UDP to a guest until it is killed: `node send-packets.ts ADDRESS BYTES PER_SECOND`. A packet that was due while
this program had no processor is sent later.
*/
import {createSocket} from 'node:dgram';
import {setTimeout} from 'node:timers/promises';

const [address = '', bytes = '', perSecond = ''] = process.argv.slice(2);
const packet = Buffer.alloc(Number(bytes));
const socket = createSocket('udp4');
/** discard(9): the guest has no such service, and answers some packets with an error. */
const port = 9;
const begun = performance.now();
for (let sent = 0; ; ) {
	for (; sent < ((performance.now() - begun) / 1000) * Number(perSecond); sent += 1) {
		socket.send(packet, port, address);
	}

	await setTimeout(20);
}
