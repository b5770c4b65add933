import {expect, test} from 'vitest';
import {converse} from '../../../drivers/qmp/converse.ts';
import {createLifetime} from '../../../source/async/lifetime.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {startPeer} from './start-peer.ts';

const {signal} = createLifetime();

test('a conversation that is not over within its time is ended, with all that was asked', async () => {
	const clock = createFakeClock();
	const {path, server} = await startPeer(() => {});
	let asked: readonly Promise<unknown>[] = [];
	const work = converse({path, clock, timeoutSeconds: 3, signal}, async (client) => {
		asked = [client.execute('query-status'), client.execute('query-name')];
		return Promise.all(asked);
	});
	work.catch(() => {});
	await eventually(() => asked.length).toBe(2);
	await clock.advance(2.9);
	expect(server.clients()).toBe(1);
	await clock.advance(0.2);
	await expect(work).rejects.toMatchObject({name: 'QmpFault', kind: 'cancelled'});
	for (const one of asked) {
		await expect(one).rejects.toMatchObject({kind: 'cancelled'});
	}

	await eventually(server.clients).toBe(0);
	expect(clock.sleeping()).toEqual([]);
});

test('a peer that never greets is left within the time, too', async () => {
	const clock = createFakeClock();
	const {path, server} = await startPeer(() => {}, {greets: false});
	const work = converse({path, clock, timeoutSeconds: 3, signal}, async () => 1);
	work.catch(() => {});
	await eventually(server.clients).toBe(1);
	await clock.advance(3.1);
	await expect(work).rejects.toMatchObject({kind: 'cancelled'});
	await eventually(server.clients).toBe(0);
});

test('a time that is over late because this program was held up is given anew', async () => {
	const clock = createFakeClock();
	let release: (() => void) | undefined;
	const {path} = await startPeer((socket, id) => {
		release = () => socket.write(`{"return": 1, "id": ${id}}\r\n`);
	});
	const late = {...clock, sleep: (seconds: number, ended?: AbortSignal) => clock.sleep(seconds * 2, ended)};
	const work = converse({path, clock: late, timeoutSeconds: 3, signal}, (client) =>
		client.execute('query-status'),
	);
	await eventually(() => release).toBeDefined();
	await clock.advance(6);
	release?.();
	expect((await work).value).toBe(1);
});
