import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {readTaps} from '../../../drivers/linux/read-taps.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

const pid = 7;

/** /dev/null stands for the device of a macvtap: its number is the same everywhere. */
const device = '1:3';

type Place = (path: string, text: string) => void;

/** A process that holds /dev/tap27 as its descriptor 40. */
const treeWith = (target = '/dev/null') => {
	const root = temporaryFolder();
	const at = (path: string): string => {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		return join(root, path);
	};
	const write: Place = (path, text) => writeFileSync(at(path), text);
	const link = (path: string, to: string) => symlinkSync(to, at(path));
	link('/dev/tap27', target);
	link(`/proc/${pid}/fd/40`, join(root, '/dev/tap27'));
	write(`/proc/${pid}/fdinfo/40`, 'pos:\t0\nflags:\t0104002\nmnt_id:\t222\nino:\t105\n');
	return {root, write, link, read: () => readTaps(root, pid)};
};

const inNetwork = (name: string, kind: string) => `../../devices/virtual/net/${name}/${kind}/tap27`;

test.each(['macvtap', 'ipvtap'])('the device of a %s leads to its interface, by its number', async (kind) => {
	const {read, link, write} = treeWith();
	link(`/sys/dev/char/${device}`, inNetwork('mvt0', kind));
	write(`/sys/class/net/mvt0/${kind}/tap27/dev`, `${device}\n`);
	write('/sys/class/net/mvt0/address', '52:54:00:00:00:01\n');
	expect(await read()).toEqual({
		value: new Map([[40, {name: 'mvt0', kind: 'macvtap', isHere: true, mac: '52:54:00:00:00:01'}]]),
	});
});

test('an interface of another network is not one of this name here', async () => {
	const {read, link, write} = treeWith();
	link(`/sys/dev/char/${device}`, inNetwork('mvt0', 'macvtap'));
	const elsewhere = {value: new Map([[40, {name: 'mvt0', kind: 'macvtap', isHere: false}]])};
	expect(await read()).toEqual(elsewhere);
	write('/sys/class/net/mvt0/macvtap/tap27/dev', '246:9\n');
	expect(await read()).toEqual(elsewhere);
});

test('what is only called so is no tap: a device of another kind, a file, a link to nothing', async () => {
	const other = treeWith();
	other.link(`/sys/dev/char/${device}`, '../../devices/virtual/mem/null');
	expect(await other.read()).toEqual({value: new Map()});
	expect(await treeWith('/proc/self/status').read()).toEqual({value: new Map()});
	expect(await treeWith('/nothing').read()).toEqual({value: new Map()});
});

test('what lies where a look may hang is not looked at', async () => {
	const mounts = (type: string) =>
		`21 1 0:20 / / rw - ext4 /dev/vda rw\n222 21 0:5 / /dev rw - ${type} udev rw\n`;
	const readOn = async (type: string) => {
		const {read, link, write} = treeWith();
		link(`/sys/dev/char/${device}`, inNetwork('mvt0', 'macvtap'));
		write('/proc/self/mountinfo', mounts(type));
		write(`/proc/${pid}/mountinfo`, mounts(type));
		return read();
	};
	expect(await readOn('fuse.hangs')).toEqual({value: new Map()});
	expect(await readOn('nfs4')).toEqual({value: new Map()});
});

test('a tap whose name the network of its process has is taken to be there', async () => {
	const root = temporaryFolder();
	const write: Place = (path, text) => {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		writeFileSync(join(root, path), text);
	};
	mkdirSync(join(root, `/proc/${pid}/fd`), {recursive: true});
	for (const [descriptor, name] of [
		[10, 'tap0'],
		[11, 'tap1'],
	] as const) {
		symlinkSync('/dev/net/tun', join(root, `/proc/${pid}/fd/${descriptor}`));
		write(`/proc/${pid}/fdinfo/${descriptor}`, `iff:\t${name}\n`);
	}

	write(`/proc/${pid}/net/dev`, 'Inter-|   Receive\n face |bytes\n    lo: 0 0\n  tap0: 1 2\n');
	const namesHere = async (hasOtherNetwork: boolean) => {
		const taps = await readTaps(root, pid, hasOtherNetwork);
		return 'value' in taps
			? [...taps.value.values()]
					.filter(({isHere}) => isHere)
					.map(({name}) => name)
					.sort()
			: [];
	};
	expect(await namesHere(false)).toEqual(['tap0', 'tap1']);
	expect(await namesHere(true)).toEqual(['tap1']);
	write(`/proc/${pid}/net/dev`, '  many0: 0 0\n'.repeat(100_000));
	expect(await namesHere(true)).toEqual([]);
});
