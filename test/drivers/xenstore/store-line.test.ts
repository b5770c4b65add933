import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createStoreLine} from '../../../drivers/xenstore/store-line.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {createFakeXenbus} from '../xen/fake-xenstored.ts';

const failing = async (): Promise<never> => {
	throw Object.assign(new Error('gone'), {code: 'ENODEV'});
};

/** A line over a device that can be opened, or read, only while it works. */
const createWorld = () => {
	const root = temporaryFolder();
	mkdirSync(join(root, '/dev/xen'), {recursive: true});
	writeFileSync(join(root, '/dev/xen/xenbus'), '');
	const clock = createFakeClock();
	const device = createFakeXenbus();
	let works = true;
	let tries = 0;
	const line = createStoreLine(
		{
			root,
			clock,
			openDevice: async (path) => {
				tries += 1;
				const file = works ? await device.openDevice(path) : await failing();
				return {...file, read: (buffer) => (works ? file.read(buffer) : failing())};
			},
		},
		() => {},
	);
	onTestFinished(line.close);
	return {
		clock,
		line,
		work: (should: boolean) => {
			works = should;
		},
		/** Seconds, in quarters, until it is tried again. */
		untilTried: async (): Promise<number> => {
			const before = tries;
			for (let quarters = 0; ; quarters += 1) {
				await line.session();
				if (tries > before) {
					return quarters / 4;
				}

				await clock.advance(0.25);
			}
		},
	};
};

test('a xenstored that is gone is tried again with growing delays, after a good reading with the first one', async () => {
	const {line, work, untilTried} = createWorld();
	work(false);
	expect([await untilTried(), await untilTried(), await untilTried()]).toEqual([0, 1, 2]);
	work(true);
	expect(await untilTried()).toBe(4);
	line.succeeded();
	expect(line.trouble()).toBeUndefined();
	const session = await line.session();
	work(false);
	await session?.client.poll();
	expect(line.trouble()).toMatchObject({kind: 'xenstore'});
	expect([await untilTried(), await untilTried()]).toEqual([1, 2]);
});

test('a conversation that ended during a good reading is not begun again before its delay is over', async () => {
	const {line, work, untilTried} = createWorld();
	const session = await line.session();
	work(false);
	await session?.client.poll();
	line.succeeded();
	expect(line.trouble()).toBeUndefined();
	expect([await untilTried(), await untilTried()]).toEqual([1, 1]);
});
