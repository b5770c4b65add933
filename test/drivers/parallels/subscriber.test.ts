import {expect, test} from 'vitest';
import {createSubscriber} from '../../../drivers/parallels/subscriber.ts';
import type {FeedListener} from '../../../drivers/parallels/transport/statistics-feed.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {promptly} from '../../helpers/promptly.ts';

const start = () => {
	const clock = createFakeClock();
	const feeds: FeedListener[] = [];
	const subscriber = createSubscriber({
		clock,
		openFeed: (listener) => {
			feeds.push(listener);
			return {close: async () => {}};
		},
		onEvent: () => {},
		onStatus: () => {},
	});
	const event = () => feeds.at(-1)?.onEvent({blocks: [], at: clock.monotonic(), wall: clock.wall()});
	const kinds = () => subscriber.troubles().map(({kind}) => kind);
	return {clock, feeds, subscriber, event, kinds};
};

test('whoever waits for an event waits until the signal, the event or the end', async () => {
	const {subscriber, event} = start();
	subscriber.request(2);
	const stopping = new AbortController();
	const given = subscriber.nextEvent(stopping.signal);
	const pending = subscriber.nextEvent(new AbortController().signal);
	stopping.abort();
	await promptly(given, 'the signal');
	event();
	await promptly(pending, 'the event');
	const last = subscriber.nextEvent(new AbortController().signal);
	await subscriber.close();
	await promptly(last, 'the end');
});

test('that nothing comes is said from the third interval on until something does, over all tries', async () => {
	const {clock, feeds, subscriber, event, kinds} = start();
	subscriber.request(2);
	await clock.advance(2);
	expect(kinds()).toEqual([]);
	await clock.advance(2);
	expect(kinds()).toEqual(['late']);
	await clock.advance(6);
	subscriber.request(2);
	expect(kinds()).toEqual(['subscription']);
	await clock.advance(1.5);
	expect(feeds).toHaveLength(2);
	expect(kinds()).toEqual(['subscription']);
	event();
	expect(kinds()).toEqual([]);
	await subscriber.close();
	expect(clock.sleeping()).toEqual([]);
});
