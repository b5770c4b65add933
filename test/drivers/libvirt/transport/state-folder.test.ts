import {expect, test} from 'vitest';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {stateFolder} from '../../../../drivers/libvirt/transport/state-folder.ts';
import {parseAddress} from '../../../../source/driver/address.ts';

const folderOf = (uri: string, sessionFolder?: string): string | undefined =>
	stateFolder(readTarget(parseAddress(uri)), {root: '/captured', sessionFolder});

test('pid files lie beside the sockets, of a session in a folder of their own, and of a far host nowhere', () => {
	expect(folderOf('qemu:///system')).toBe('/captured/run/libvirt/qemu');
	expect(folderOf('qemu:///session', '/run/user/7')).toBe('/captured/run/user/7/libvirt/qemu/run');
	expect(folderOf('qemu+unix:///system?socket=/srv/lv/sock')).toBe('/captured/srv/lv/qemu');
	expect(folderOf('qemu+unix:///session?socket=/run/user/7/libvirt/libvirt-sock')).toBe(
		'/captured/run/user/7/libvirt/qemu/run',
	);
	expect(folderOf('qemu+ssh://far/system')).toBeUndefined();
});
