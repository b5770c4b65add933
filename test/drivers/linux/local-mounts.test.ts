import {expect, test} from 'vitest';
import {ownMounts, readLocalMounts} from '../../../drivers/linux/local-mounts.ts';
import {createCapturedHost} from '../qemu/captured-host.ts';

const mount = (place: string, type: string, id = 30): string =>
	`${id} 1 0:${id} / ${place} rw,relatime shared:1 - ${type} source rw\n`;

const localIn = (text: string) => {
	const {root, write} = createCapturedHost([]);
	write(ownMounts, text);
	return readLocalMounts(root, ownMounts);
};

test('a path is local as the mount that it lies on, the later of two on one place', async () => {
	const {hasPath: isLocal, hasMount} = await localIn(
		[
			mount('/', 'ext4', 20),
			mount('/mnt', 'nfs4', 21),
			mount('/mnt/in', 'tmpfs'),
			mount('/home', 'ext4'),
			mount('/home', 'fuse.sshfs'),
			mount('/net', 'autofs'),
			mount('/a\\040b', 'cifs'),
		].join(''),
	);
	for (const path of ['/', '/run/q', '/mntx', '/mnt/in/q', '/a', '/a\\040b']) {
		expect(isLocal(path), path).toBe(true);
	}

	expect(['20', '21', '22'].map(hasMount)).toEqual([true, false, false]);
	for (const path of ['/mnt', '/mnt/q', '/mnt/inx', '/home/q', '/net/host/q', '/a b/q']) {
		expect(isLocal(path), path).toBe(false);
	}
});

test('without such a file all is local, as in a captured tree', async () => {
	const {root} = createCapturedHost([]);
	expect((await readLocalMounts(root, ownMounts)).hasPath('/any')).toBe(true);
});

test('one that is ten times too long is read as far as the bound, with turns for others, and nothing is local then', async () => {
	const line = mount(`/${'x'.repeat(200)}`, 'tmpfs');
	const whole = (factor: number) => line.repeat(Math.ceil((factor * 4 * 1024 * 1024) / line.length));
	let turns = 0;
	let isReading = true;
	const count = () => {
		turns += 1;
		if (isReading) {
			setImmediate(count);
		}
	};
	setImmediate(count);
	const mounts = await localIn(mount('/', 'ext4', 20) + whole(10));
	isReading = false;
	expect([mounts.hasPath('/run'), mounts.hasMount('20')]).toEqual([false, false]);
	// 4 MiB in slices of 128 KiB are 32; ten times as much would be 320.
	expect(turns).toBeGreaterThan(20);
	expect(turns).toBeLessThan(100);
	expect((await localIn(mount('/', 'ext4') + whole(0.9))).hasPath('/run')).toBe(true);
});

test('of another process whose `/` is no mount nothing is local: it may be any folder', async () => {
	const {root, write} = createCapturedHost([]);
	for (const [file, expected] of [
		[ownMounts, true],
		['/proc/7/mountinfo', false],
	] as const) {
		write(file, mount('/run', 'tmpfs', 20));
		const {hasPath, hasMount} = await readLocalMounts(root, file);
		expect([hasPath('/run/q'), hasPath('/q'), hasMount('20')], file).toEqual([expected, expected, expected]);
	}
});
