/*
`qemu-guest.ts SOCKET NUMBER` stands for a QEMU with two disks, two vCPUs and a balloon: it answers over QMP what a real
QEMU was recorded to answer, and says `ready`. It is run by a Node that is called qemu-system-x86_64, with QEMU's options
behind it. It ends with its stdin.
*/
import {createServer} from 'node:net';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {commandKey, readRecording} from '../drivers/qemu/recording.ts';

const [path = '', number = '0'] = process.argv.slice(2);
const {greeting, replies} = readRecording('qmp-drive.jsonl');
const own: Readonly<Record<string, unknown>> = {
	qmp_capabilities: {},
	'query-name': {name: `vm-${number}`},
	'query-uuid': {UUID: `00000000-0000-0000-0000-${number.padStart(12, '0')}`},
};

createServer((socket) => {
	const send = (message: unknown) => socket.write(`${JSON.stringify(message)}\r\n`);
	send(greeting);
	socket.on('error', () => {});
	createInterface({input: socket})
		.on('error', () => {})
		.on('line', (line) => {
			const {execute, arguments: given, id} = JSON.parse(line);
			const reply = replies.get(commandKey(execute, given)) ?? {
				error: {class: 'GenericError', desc: 'This was not recorded'},
			};
			send({...(own[execute] === undefined ? reply : {return: own[execute]}), id});
		});
}).listen(path, () => process.stdout.write('ready\n'));
process.stdin.resume().on('end', () => process.exit());
