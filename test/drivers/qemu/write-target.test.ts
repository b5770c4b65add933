import {join} from 'node:path';
import {beforeEach, expect, test, vi} from 'vitest';
import type {Connection} from '../../../source/driver/driver.ts';
import {otherUserReason} from '../../helpers/as-nobody.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {connectHere, folderOf, nobody, rootFolder, sampleUntilSeen} from './real-host.ts';
import {asUser, openFolder, qmpAt, startStandIn} from './start-stand-in.ts';

vi.mock('../../../drivers/linux/read-file.ts', () => import('./started-only.ts'));

beforeEach(({skip}) => {
	if (otherUserReason !== undefined) {
		skipBecause(skip, otherUserReason);
	}
});

const setPeriod = async (connection: Connection, name: string, seconds: number) => {
	const {domain} = await sampleUntilSeen(connection, name);
	if (!domain) {
		throw new Error(`${name} is not there`);
	}

	return connection.setBalloonPeriod?.(domain, seconds);
};

test('of two processes of one user that name one socket, a write reaches only the one that listens', async () => {
	const folder = openFolder();
	const his = folderOf(folder, 'his', nobody);
	const path = join(his, 'q');
	// The liar is the older one, and both say the same of themselves.
	const claims = ['-uuid', '11111111-2222-3333-4444-555555555555', ...qmpAt(path)];
	await startStandIn(folder, asUser(nobody), ['-name', 'liar', ...claims]);
	const guest = await startStandIn(folder, asUser(nobody), ['-name', 'guest', ...claims], {listen: [path]});
	const connection = await connectHere();
	await expect(setPeriod(connection, 'liar', 7)).rejects.toMatchObject({
		message: expect.stringContaining('The period of liar was not set'),
	});
	expect(await guest.state()).toMatchObject({period: 0});
	expect(await setPeriod(connection, 'guest', 5)).toBe(5);
	for (const uri of [`qmp://${path}`, `qmp://${his}/`]) {
		expect(await setPeriod(await connectHere(uri), 'guest', 6), uri).toBe(6);
	}

	expect(await guest.state()).toMatchObject({period: 6});
});

test('the period of the command line is not written over the socket of another', async () => {
	const folder = openFolder();
	const his = folderOf(folder, 'his', nobody);
	const path = join(his, 'q');
	const guest = await startStandIn(folder, asUser(nobody), ['-version'], {listen: [path]});
	await startStandIn(folder, asUser(nobody), ['-name', 'liar', ...qmpAt(path)]);
	const connection = await connectHere('qmp:', {balloonPeriod: 3});
	await sampleUntilSeen(connection, 'liar');
	await sampleUntilSeen(connection, 'liar');
	const {period, asked} = await guest.state();
	expect(period).toBe(0);
	expect(asked).not.toContain('qom-set');
});

test('a guest whose path a second one took shows nothing of that, and is not written to in its stead', async () => {
	const folder = openFolder();
	const path = join(rootFolder(), 'q');
	await startStandIn(folder, [], ['-name', 'first', ...qmpAt(path)], {listen: [path]});
	const second = await startStandIn(folder, [], ['-name', 'second', ...qmpAt(path)], {listen: [path]});
	const connection = await connectHere('qmp:', {balloonPeriod: 3});
	await expect(setPeriod(connection, 'first', 7)).rejects.toMatchObject({
		message: expect.stringContaining('The period of first was not set'),
	});
	const {domain} = await sampleUntilSeen(connection, 'first');
	expect(domain).not.toHaveProperty('disks', expect.anything());
	expect(await sampleUntilSeen(connection, 'second')).toMatchObject({
		domain: {disks: [], memory: {period: 3}},
		problems: [],
	});
	expect((await second.state()).asked.filter((command) => command === 'qom-set')).toHaveLength(1);
	expect(await setPeriod(connection, 'second', 5)).toBe(5);
});
