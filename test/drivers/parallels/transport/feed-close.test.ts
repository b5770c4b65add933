import {expect, test} from 'vitest';
import {activeResources, leftBehind} from '../../../helpers/active-resources.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {processState} from '../../../helpers/process-state.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {createPrlctlWorld} from '../prlctl-world.ts';
import {openFeed} from './open-feed.ts';

test('closing is done when the child is gone, tells nothing, and may be asked for again', async () => {
	const before = activeResources();
	const world = createPrlctlWorld();
	const {event, feed, events, ends} = openFeed(world);
	await event();
	const pid = world.running()[0] ?? 0;
	await promptly(Promise.all([feed.close(), feed.close()]), 'closing');
	expect(processState(pid)).toBeUndefined();
	const count = events.length;
	await promptly(feed.close(), 'closing again');
	expect([events.length, ends]).toEqual([count, []]);
	expect(await leftBehind(before)).toEqual([]);
});

test.each([true, false])('closing during the start leaves nothing; stdbuf: %s', async (stdbuf) => {
	const before = activeResources();
	const world = createPrlctlWorld({stdbuf});
	// It ends with its input, however long it takes to start: no timeout ends before.
	const {feed, ends, events, troubles} = openFeed({spawn: world.spawn, clock: createFakeClock()});
	await promptly(feed.close(), 'closing');
	expect([ends, events, troubles, world.running()]).toEqual([[], [], [], []]);
	expect(world.started().length).toBe(stdbuf ? 1 : 0);
	expect(await leftBehind(before)).toEqual([]);
});

test('closing within an event', async () => {
	const world = createPrlctlWorld();
	const {feed, event, events} = openFeed(world);
	await event(() => {
		void feed.close();
		return true;
	});
	await world.allGone();
	expect(events).toHaveLength(1);
});

test('closing terminates a child after 1 s that does not end with its input', async () => {
	const clock = createFakeClock();
	const world = createPrlctlWorld({state: {ignores: ['end of input']}});
	const {feed, event} = openFeed({spawn: world.spawn, clock});
	await event();
	const closing = feed.close();
	await clock.advance(0.9);
	expect(world.calls()).toHaveLength(1);
	await clock.advance(0.2);
	await promptly(closing, 'closing');
	expect(world.calls().at(-1)).toMatchObject({ended: 'SIGTERM'});
});

test('closing kills a child after 3 s that bears that too', async () => {
	const clock = createFakeClock();
	const world = createPrlctlWorld({state: {ignores: ['end of input', 'SIGTERM']}});
	const {feed, event} = openFeed({spawn: world.spawn, clock});
	await event();
	const closing = feed.close();
	await clock.advance(1);
	await clock.advance(1.9);
	expect(world.running()).toHaveLength(1);
	await clock.advance(0.2);
	await promptly(closing, 'closing');
	expect(world.running()).toEqual([]);
	expect(world.calls()).toHaveLength(1);
});
