import {expect, test} from 'vitest';
import {readSocketInode} from '../../../drivers/linux/read-socket-inode.ts';
import {readUnixListeners} from '../../../drivers/linux/unix-listeners.ts';
import {countUnixSocketClients} from '../../../drivers/linux/unix-socket-clients.ts';
import {createCapturedHost, pids, temporaryFolder} from '../qemu/captured-host.ts';
import {fixture} from '../qemu/recording.ts';

const host = () => {
	const captured = createCapturedHost([pids.qb]);
	captured.write('/proc/net/unix', fixture('net-unix.txt'));
	return captured.root;
};

test('one served client counts, one that waits does not, nor those whose clients are gone', () => {
	const root = host();
	expect(countUnixSocketClients(root, ['/tmp/lab-q/run/qa/qmp.sock'])).toBe(1);
	expect(countUnixSocketClients(root, ['/tmp/lab-q/run/qn/qmp.sock'])).toBe(0);
	expect(countUnixSocketClients(root, ['/tmp/lab-q/run/qb/second.sock'])).toBe(0);
	expect(countUnixSocketClients(root, ['/tmp/lab-q/run/qa/qmp'])).toBe(0);
	expect(countUnixSocketClients(temporaryFolder(), ['/a'])).toBeUndefined();
});

test('a descriptor leads to the path of the socket that was handed over', () => {
	const root = host();
	const inode = readSocketInode(root, pids.qb, 3);
	expect(readUnixListeners(root).get(inode ?? '')).toBe('/tmp/lab-q/run/qb/monitor.sock');
	expect(readSocketInode(root, pids.qb, 4)).toBeUndefined();
	expect(readSocketInode(root, pids.qb, 4000)).toBeUndefined();
});
