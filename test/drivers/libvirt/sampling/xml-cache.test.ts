import {expect, test} from 'vitest';
import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {createConnectionPair} from '../../../../drivers/libvirt/sampling/connection-pair.ts';
import {createXmlCache} from '../../../../drivers/libvirt/sampling/xml-cache.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';

const web = {name: 'web', uuid: 'uuid-web', id: 1};

/** A daemon that takes its time, and says the period that it has when it is asked. */
const createWorld = (seconds: number) => {
	const clock = createFakeClock();
	const state = {period: 2, asked: 0};
	const remote = {
		freeSlots: () => 4,
		ended: new Promise(() => {}),
		close: async () => {},
		domainXml: async () => {
			state.asked += 1;
			const {period} = state;
			await clock.sleep(seconds);
			return `<domain><devices><memballoon model='virtio'><stats period='${period}'/></memballoon></devices></domain>`;
		},
	} as unknown as Remote;
	const xmlCache = createXmlCache(
		clock,
		createConnectionPair(clock, remote, async () => remote),
	);
	const {signal} = new AbortController();
	return {clock, state, xmlCache, signal};
};

test('an XML that comes late counts', async () => {
	const {clock, xmlCache, signal} = createWorld(0.8);
	const refreshing = xmlCache.refresh([web], signal);
	await clock.advance(0.5);
	await refreshing;
	expect(xmlCache.of(web)).toBeUndefined();
	await clock.advance(0.5);
	expect(xmlCache.of(web)?.period).toBe(2);
});

test('one is asked for where a refresh leaves no time', async () => {
	const {clock, xmlCache} = createWorld(0.1);
	await xmlCache.refresh([web], AbortSignal.abort());
	await clock.advance(0.1);
	expect(xmlCache.of(web)?.period).toBe(2);
});

test('what was under way before is not what is read again, and is read once more', async () => {
	const {clock, state, xmlCache, signal} = createWorld(3);
	void xmlCache.refresh([web], signal);
	await clock.advance(1);
	state.period = 7;
	const reading = xmlCache.read(web, signal);
	await clock.advance(0.5);
	expect(await reading).toBeUndefined();
	xmlCache.invalidate(web);
	await clock.advance(3);
	expect(xmlCache.of(web)?.period).toBe(2);
	void xmlCache.refresh([web], signal);
	await clock.advance(3);
	expect(state.asked).toBe(2);
	expect(xmlCache.of(web)?.period).toBe(7);
});
