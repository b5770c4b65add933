import {expect, test} from 'vitest';
import {askMemorySizes} from '../../../../drivers/qemu/mapping/memory.ts';
import type {PluggedDevice} from '../../../../drivers/qemu/plugged-devices.ts';
import type {QmpClient} from '../../../../drivers/qmp/qmp-client.ts';
import {QmpRefusal} from '../../../../drivers/qmp/qmp-refusal.ts';

const mebibyte = 1024 ** 2;

const ask = async (replies: Readonly<Record<string, unknown>>, devices?: readonly PluggedDevice[]) => {
	const asked: string[] = [];
	const client: QmpClient = {
		execute: async (command) => {
			asked.push(command);
			if (!(command in replies)) {
				throw new QmpRefusal('CommandNotFound', `The command ${command} has not been found`);
			}

			return {value: replies[command], sentAt: 1, receivedAt: 1};
		},
		close: () => {},
	};
	return {sizes: await askMemorySizes(client, devices), asked};
};

const summary = (base: number, plugged: number) => ({
	'query-memory-size-summary': {'base-memory': base * mebibyte, 'plugged-memory': plugged * mebibyte},
});

const device = (type: string, size: number, maximum?: number) => ({
	type,
	data: {size: size * mebibyte, ...(maximum === undefined ? {} : {'max-size': maximum * mebibyte})},
});

const sizes = (fixed: number, resizable: number, most: number) => ({
	fixedKiB: fixed * 1024,
	resizableKiB: resizable * 1024,
	resizableMostKiB: most * 1024,
});

test('of a captured guest with virtio-mem and virtio-pmem the pmem is no RAM', async () => {
	const {sizes: found} = await ask({
		...summary(192, 160),
		'query-memory-devices': [device('virtio-mem', 128, 256), device('virtio-pmem', 32)],
	});
	expect(found).toEqual(sizes(192, 128, 256));
});

test('DIMMs are RAM; NVDIMMs, enclaves’ pages and what is not known yet are none', async () => {
	const {sizes: found} = await ask({
		...summary(192, 500),
		'query-memory-devices': [
			device('dimm', 128),
			device('dimm', 64),
			device('nvdimm', 32),
			device('sgx-epc', 8),
			device('something new', 8, 16),
		],
	});
	expect(found).toEqual(sizes(384, 0, 0));
});

test('devices are asked for only where there may be some, be they of no size yet', async () => {
	const devices = {'query-memory-devices': [device('virtio-mem', 0, 256)]};
	const bare = await ask({...summary(192, 0), ...devices}, [{path: 'a', id: 'a', type: 'virtio-blk-pci'}]);
	expect(bare).toEqual({sizes: sizes(192, 0, 0), asked: ['query-memory-size-summary']});
	const empty = await ask({...summary(192, 0), ...devices}, [{path: 'a', id: 'a', type: 'virtio-mem-pci'}]);
	expect(empty.sizes).toEqual(sizes(192, 0, 256));
	expect((await ask({...summary(192, 0), ...devices})).sizes).toEqual(sizes(192, 0, 256));
});

test('an old QEMU tells the sum, or nothing', async () => {
	expect((await ask(summary(192, 64))).sizes).toEqual(sizes(256, 0, 0));
	expect((await ask({})).sizes).toBeUndefined();
});

test('the size of RAM that is missing makes all unknown', async () => {
	const {sizes: found} = await ask({...summary(192, 64), 'query-memory-devices': [{type: 'dimm', data: {}}]});
	expect(found).toBeUndefined();
});
