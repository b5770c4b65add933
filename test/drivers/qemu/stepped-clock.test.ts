import {expect, test} from 'vitest';
import type {Memory} from '../../../source/model/sample.ts';
import {balloonState} from '../../../source/usage/balloon-state.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';
import type {Message} from './recording.ts';

const stateOf = (memory: Memory) =>
	balloonState(memory, memory.statsAge ?? memory.statsAgeAtLeast, 'running');

test.each([3600, 86_400, -3600, -86_400])(
	'a guest that answers no more is silent after two periods, the clock stepped by %s s',
	async (step) => {
		const world = createCapturedWorld(['qa']);
		const qemu = await world.start('qa');
		const now = () => Math.floor(world.clock.wall() / 1000);
		// Its clock is the host's as it was when the guest answered last.
		let updated = now() - step;
		qemu.change('qom-get', (reply, {property}): Message => {
			if (property === 'guest-stats-polling-interval') {
				return {...reply, return: 2};
			}

			if (property !== 'guest-stats') {
				return reply;
			}

			const {stats} = reply.return as Message;
			return {...reply, return: {stats, 'last-update': updated}};
		});
		const connection = await world.connect();
		const memory = async (): Promise<Memory> => domainOf(await sampleOf(connection), 'qa').memory;
		const first = await memory();
		expect([first.statsAge, stateOf(first)]).toEqual([undefined, 'fresh']);
		world.clock.shift(4);
		expect(stateOf(await memory())).toBe('fresh');
		world.clock.shift(2);
		const silent = await memory();
		expect([silent.statsAge, stateOf(silent)]).toEqual([undefined, 'silent']);
		updated = now();
		const fresh = await memory();
		expect(stateOf(fresh)).toBe('fresh');
		expect(fresh.statsAge).toBeLessThan(1.5);
	},
);
