import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {skipBecause} from '../../helpers/skip-because.ts';
import {missingCommands} from '../find-command.ts';
import {describeLab} from './lab.ts';
import {pausedRow, startPausedGuest} from './paused-guest.ts';
import {report} from './program.ts';

describeLab('a disk that another process serves', () => {
	test('is shown, and has no counters', async ({skip}) => {
		const missing = missingCommands({'qemu-storage-daemon': 'qemu-utils'}, process.env);
		if (missing.length > 0) {
			skipBecause(skip, missing.join(' '));
		}

		const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
		onTestFinished(() => rmSync(folder, {recursive: true}));
		const [image, socket] = [join(folder, 'image'), join(folder, 's')];
		writeFileSync(image, '');
		truncateSync(image, 2 ** 23);
		const daemon = spawn('qemu-storage-daemon', [
			...['--blockdev', `driver=file,node-name=f,filename=${image}`],
			...['--export', `vhost-user-blk,id=e,node-name=f,addr.type=unix,addr.path=${socket}`],
		]);
		onTestFinished(() => {
			daemon.kill();
		});
		await expect.poll(() => existsSync(socket), {timeout: 30_000}).toBe(true);
		const guest = await startPausedGuest('served', [
			...['-object', 'memory-backend-memfd,id=m,size=192M,share=on', '-machine', 'memory-backend=m'],
			...['-chardev', `socket,id=c,path=${socket}`, '-device', 'vhost-user-blk-pci,chardev=c,id=vu0'],
		]);
		const row = pausedRow((await report(['-c', guest.uri, '-d', '1', '-n', '2'])).at(-1), guest);
		expect(row?.disks).toEqual([
			expect.objectContaining({name: 'vu0', reason: 'vhost-user-blk has no counters'}),
		]);
	});
});
