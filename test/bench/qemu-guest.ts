/*
`qemu-guest.ts SOCKET NUMBER` stands for a QEMU with two disks, two vCPUs and a balloon: it answers over QMP what a real
QEMU was recorded to answer, and says `ready`. It is run by a Node that is called qemu-system-x86_64, with QEMU's options
behind it. It ends with its stdin.
*/
import {readdirSync} from 'node:fs';
import {createServer} from 'node:net';
import process from 'node:process';
import {answerFromRecording} from '../drivers/qemu/answer-from-recording.ts';
import {readRecording} from '../drivers/qemu/recording.ts';

const [path = '', number = '0'] = process.argv.slice(2);
const recording = readRecording('qmp-drive.jsonl');
/** Threads of this process stand for those that run the vCPUs, so that their times can be read. */
const threads = readdirSync('/proc/self/task').slice(0, 2).map(Number);
const own: Readonly<Record<string, unknown>> = {
	qmp_capabilities: {},
	'query-cpus-fast': threads.map((thread, index) => ({'cpu-index': index, 'thread-id': thread})),
	'query-name': {name: `vm-${number}`},
	'query-uuid': {UUID: `00000000-0000-0000-0000-${number.padStart(12, '0')}`},
};

createServer((socket) => answerFromRecording(socket, recording, (execute) => own[execute])).listen(path, () =>
	process.stdout.write('ready\n'),
);
process.stdin.resume().on('end', () => process.exit());
