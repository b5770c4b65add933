import {truncateSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {cutTableReport} from '../../../drivers/qemu/cut-table-report.ts';
import type {QemuProcess} from '../../../drivers/qemu/qemu-process.ts';
import {pids} from './captured-host.ts';
import {createCapturedWorld, sampleOf} from './captured-world.ts';

test('more sockets than are read are one problem, as long as there are', async () => {
	const {host, connect, start, clock} = createCapturedWorld(['qa']);
	await start('qa');
	const before = host.captured('/proc/net/unix');
	// Nothing but the length: one line that is no row.
	host.write('/proc/net/unix', before);
	truncateSync(join(host.root, '/proc/net/unix'), 65 * 1024 * 1024);
	const connection = await connect();
	const cut = async () => (await sampleOf(connection)).problems.filter(({kind}) => kind === 'cut-sockets');
	expect(await cut()).toMatchObject([
		{
			message: 'This machine has more unix sockets than are read: /proc/net/unix is longer than 64 MiB.',
			advice: expect.stringContaining('ss -xap'),
		},
	]);
	host.write('/proc/net/unix', before);
	clock.shift(20);
	expect(await cut()).toEqual([]);
});

test('another network’s is told while its process is there', () => {
	const processes = [{pid: pids.qa}] as unknown as readonly QemuProcess[];
	const cut = {isOwn: false, pids: [1, pids.qa]};
	expect(cutTableReport(cut, processes)?.message).toBe(
		`The network of pid ${pids.qa} has more unix sockets than are read: /proc/${pids.qa}/net/unix is longer than 4 MiB.`,
	);
	expect(cutTableReport(cut, [])).toBeUndefined();
});
