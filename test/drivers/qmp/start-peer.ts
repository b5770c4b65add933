import type {Socket} from 'node:net';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {startUnixServer} from '../qemu/unix-server.ts';

/** A peer that takes the capabilities and hands every other command to the test. */
export const startPeer = async (
	onCommand: (socket: Socket, id: number, execute: string) => void,
	{greets = true} = {},
) => {
	const path = join(temporaryFolder(), 'qmp.sock');
	const server = await startUnixServer(path, (socket) => {
		if (greets) {
			socket.write('{"QMP": {}}\r\n');
		}

		createInterface({input: socket}).on('line', (line) => {
			const {execute, id} = JSON.parse(line) as {execute: string; id: number};
			if (execute === 'qmp_capabilities') {
				socket.write(`{"return": {}, "id": ${id}}\r\n`);
			} else {
				onCommand(socket, id, execute);
			}
		});
	});
	return {path, server};
};
