import {mkdirSync, rmSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {dirname} from 'node:path';
import {onTestFinished} from 'vitest';

export type UnixServer = {
	/** Clients connected now. */
	readonly clients: () => number;
	/** Clients that ever connected. */
	readonly served: () => number;
	readonly close: () => Promise<void>;
};

/** A server on a unix socket, its folder made; closed with all its clients when the test ends. */
export const startUnixServer = async (
	path: string,
	onClient: (socket: Socket) => void,
): Promise<UnixServer> => {
	const clients = new Set<Socket>();
	let served = 0;
	const server = createServer((socket) => {
		clients.add(socket);
		served += 1;
		socket.on('error', () => {});
		socket.on('close', () => clients.delete(socket));
		onClient(socket);
		socket.resume();
	});
	mkdirSync(dirname(path), {recursive: true});
	rmSync(path, {force: true});
	await new Promise<void>((resolve, reject) => {
		server.on('error', reject);
		server.listen(path, resolve);
	});
	const close = async () => {
		for (const client of clients) {
			client.destroy();
		}

		await new Promise((resolve) => server.close(resolve));
	};
	onTestFinished(close);
	return {clients: () => clients.size, served: () => served, close};
};
