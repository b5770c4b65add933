import {chmodSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readDeviceFolder} from '../../../../drivers/xen/backend/read-device-folder.ts';
import {skipBecause} from '../../../helpers/skip-because.ts';
import {createCapturedTree, listedTrees} from '../captured-tree.ts';

const bus = '/sys/bus/xen-backend/devices';
const [captured = {}] = listedTrees('backend/sysfs-tree-after.txt');

test('the VBDs of the captured domain, by their numbers', () => {
	const {root} = createCapturedTree(captured);
	expect(readDeviceFolder(root)).toEqual({
		devices: new Map([[1, {vbds: [832, 2048, 51712, 51728, 51744, 268439552], vifs: []}]]),
	});
});

test('vifs and QDisks too, and nothing else, whatever its name', () => {
	const {root, write} = createCapturedTree(captured);
	for (const name of [
		'vif-1-1',
		'vif-1-0',
		'vif-12-0',
		'vbd-12-51712',
		'qdisk-1-51824',
		'console-1-0',
		'9pfs-1-0',
		'vbd3-1-51712',
		'vbd-1',
		'vbd-1-',
		'vbd--1-51712',
		'vbd-1--1',
		'vbd-01-51712',
		'vbd-1-051712',
		'vbd-1-0xca00',
		'vbd-1-51712-1',
		'vbd-x-51712',
		'vbd-123456-51712',
		'vbd-1-2147483648',
		'vbd-1-99999999999999999999',
		'xvbd-1-51712',
		'vbd-1-51760\n',
		'\u001B[2Jvbd-1-51712',
	]) {
		write(`${bus}/${name}/state`, 'Connected\n');
	}

	const {devices} = readDeviceFolder(root);
	expect(devices).toEqual(
		new Map([
			[1, {vbds: [832, 2048, 51712, 51728, 51744, 268439552], vifs: [0, 1], qdisks: [51824]}],
			[12, {vbds: [51712], vifs: [0]}],
		]),
	);
});

test('no domain is an empty list, no folder a reason', () => {
	const {root} = createCapturedTree();
	expect(readDeviceFolder(root)).toEqual({
		reason: `there is no ${bus}: the kernel of this host serves no Xen domains`,
	});
	mkdirSync(join(root, bus), {recursive: true});
	expect(readDeviceFolder(root)).toEqual({devices: new Map()});
});

test('a folder that may not be read is a reason', ({skip}) => {
	if (process.getuid?.() === 0) {
		skipBecause(skip, 'root may read everything');
	}

	const {root} = createCapturedTree(captured);
	chmodSync(join(root, bus), 0);
	expect(readDeviceFolder(root)).toEqual({reason: `${bus} may not be read: permission denied`});
	chmodSync(join(root, bus), 0o700);
});
