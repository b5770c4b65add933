import {createServer} from 'node:net';
import {errorPayload, fakePacket, splitPackets, xdr} from '../drivers/libvirt/fake-wire.ts';
import {bulkReply, domainOf, fieldsOf} from './libvirt-fleet.ts';

/*
A libvirt daemon of one answer: `libvirt-daemon.ts SOCKET DOMAINS` tells of so many running domains with 4 disks, a NIC and a
vCPU each, in all groups of the bulk call whatever was asked for, and says `ready`. Encoded before, so that it costs its
clients nothing but their own work.
*/

const [path = '', count = '1000'] = process.argv.slice(2);

const domains = Array.from({length: Number(count)}, (_, index) => domainOf(index));

const replies = [0, 1, 2, 3].map((moment) => bulkReply(domains.length, moment));
let asked = 0;

const xml = `<domain type='kvm'><vcpu>1</vcpu><devices>${['vda', 'vdb', 'vdc', 'vdd']
	.map((name) => `<disk type='file'><source file='/x.qcow2'/><target dev='${name}'/></disk>`)
	.join(
		'',
	)}<interface type='bridge'><mac address='52:54:00:00:00:01'/><target dev='vnet0'/></interface><memballoon model='virtio'><stats period='2'/></memballoon></devices></domain>`;

const answers: Readonly<Record<number, () => Buffer>> = {
	1: () => Buffer.alloc(0),
	2: () => Buffer.alloc(0),
	3: () => xdr.string('QEMU'),
	14: () => xdr.string(xml),
	59: () => xdr.string('bench'),
	60: () => xdr.int(0),
	66: () => xdr.list([xdr.int(0)]),
	110: () => xdr.string('qemu:///system'),
	273: () => Buffer.concat([xdr.list(domains), xdr.unsigned(domains.length)]),
	316: () => xdr.int(0),
	344: () => {
		asked += 1;
		return replies[asked % replies.length] ?? Buffer.alloc(0);
	},
};

const server = createServer((socket) => {
	let bytes: Buffer = Buffer.alloc(0);
	socket.on('error', () => {});
	socket.on('data', (chunk) => {
		const {packets, rest} = splitPackets(Buffer.concat([bytes, chunk]));
		bytes = rest;
		for (const {procedure, serial} of packets) {
			const answer = answers[procedure];
			socket.write(
				fakePacket(
					answer
						? {procedure, serial, payload: answer()}
						: {procedure, serial, status: 1, payload: errorPayload(3, 'not supported here')},
				),
			);
		}
	});
});
server.listen(path, () => console.log(`ready ${replies[0]?.length} ${fieldsOf(0).length}`));
process.stdin.resume().on('end', () => process.exit());
