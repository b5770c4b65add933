import {once} from 'node:events';
import {readdirSync, readlinkSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {isUnixSocket} from '../../../drivers/linux/is-unix-socket.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {createCapturedHost} from '../qemu/captured-host.ts';

test('this kernel tells sockets of unix(7) from those of a network', async () => {
	const sockets = () =>
		readdirSync('/proc/self/fd').filter((name) => {
			try {
				return readlinkSync(`/proc/self/fd/${name}`).startsWith('socket:');
			} catch {
				return false;
			}
		});
	const listen = async (place: string | number): Promise<number> => {
		const before = new Set(sockets());
		const server = createServer().listen(place);
		onTestFinished(() => {
			server.close();
		});
		await once(server, 'listening');
		return Number(sockets().find((name) => !before.has(name)));
	};
	expect(isUnixSocket('/', process.pid, await listen(join(temporaryFolder(), 's')))).toBe(true);
	expect(isUnixSocket('/', process.pid, await listen(0))).toBe(false);
});

test('an old kernel tells nothing', () => {
	const {root, write} = createCapturedHost([]);
	write('/proc/7/fdinfo/3', 'pos:\t0\nflags:\t02\n');
	for (const [release, answer] of [
		['4.18.0-553.el8', undefined],
		['5.5.9', undefined],
		['5.6.0', false],
		['6.1.0-28-amd64', false],
	] as const) {
		write('/proc/sys/kernel/osrelease', `${release}\n`);
		expect(isUnixSocket(root, 7, 3)).toBe(answer);
	}
});
