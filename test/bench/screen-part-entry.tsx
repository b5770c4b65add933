import {spawn} from 'node:child_process';
import {simulatedDriver} from '../../drivers/simulated/driver.ts';
import {openLiveScreen} from '../../source/app/live-screen.tsx';
import {systemClock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {createSampler, type Sampler} from '../../source/sampling/sampler.ts';
import {createSession} from '../../source/session/session.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {createHandClock} from '../helpers/hand-clock.ts';
import {someView} from '../helpers/some-view.ts';

const size = {columns: 120, rows: 40};

const sampling = (uri: string) => {
	const clock = createHandClock();
	const sampler = createSampler(
		[{driver: simulatedDriver, address: parseAddress(uri)}],
		{root: '/', clock, spawn, readOnly: true},
		{delay: 1, firstDelay: 1, vcpus: false, frozen: false, sectors: 'physical'},
	);
	return {clock, sampler};
};

const screenOf = (sampler: Sampler) => {
	const session = createSession(
		sampler,
		{quit: () => {}, suspend: () => {}, repaint: () => {}, writeConfig: async () => ''},
		{view: someView(), size, terminalStyle: {colour: true, ascii: false}},
	);
	let bytes = 0;
	// A terminal that counts and forgets.
	const device = {
		write(data: Uint8Array) {
			bytes += data.length;
			return data.length;
		},
		discard: async () => {},
	};
	let now = 0;
	// Each frame counts, however soon it comes.
	const clock = {...systemClock, monotonic: () => now++};
	const screen = openLiveScreen(session, device, clock, {
		hasKeyboard: false,
		onLost: () => {},
	});
	return {
		bytes: () => bytes,
		drawn: () => new Promise((resolve) => setTimeout(resolve, 2)),
		close: screen.close,
	};
};

/** How many refreshes are kept at once: more would have the collector of garbage measured, not the screen. */
const kept = 6;

/** Refreshes read beforehand are shown one after the other, over and over: only the showing is measured. */
const showing = async (domains: number, frames: number): Promise<{milliseconds: number; bytes: number}> => {
	const {clock, sampler} = sampling(`test:///${domains}x4`);
	const read: Usage[] = [];
	sampler.usage.subscribe(() => {
		const usage = sampler.usage.get();
		if (usage) {
			read.push(usage);
		}
	});
	const running = sampler.run(kept);
	for (let refresh = 0; refresh <= kept; refresh++) {
		await clock.advance(1);
	}

	await sampler.close();
	await running;
	const screen = screenOf(sampler);
	const show = async (): Promise<number> => {
		const before = process.cpuUsage();
		for (let frame = 0; frame < frames; frame++) {
			sampler.usage.set(read[frame % read.length]);
			await screen.drawn();
		}

		const {user, system} = process.cpuUsage(before);
		return (user + system) / 1000 / frames;
	};

	// The first round compiles.
	await show();
	const bytes = screen.bytes();
	const milliseconds = await show();
	const written = (screen.bytes() - bytes) / frames;
	screen.close();
	return {milliseconds, bytes: written};
};

/** Megabytes of heap after a tenth of the refreshes and after all of them. */
const soak = async (refreshes: number): Promise<{early: number; late: number}> => {
	const {clock, sampler} = sampling('test:///10x4');
	const screen = screenOf(sampler);
	const running = sampler.run(refreshes);
	const heap = (): number => {
		globalThis.gc?.();
		globalThis.gc?.();
		return process.memoryUsage().heapUsed / 1024 / 1024;
	};

	let early = 0;
	for (let refresh = 0; refresh <= refreshes; refresh++) {
		await clock.advance(1);
		await screen.drawn();
		if (refresh === refreshes / 10) {
			early = heap();
		}
	}

	const late = heap();
	screen.close();
	await sampler.close();
	await running;
	return {early, late};
};

const [, , frames = '100', refreshes = '20000'] = process.argv;
const sizes = [10, 100, 1000];
const shown = [];
for (const domains of sizes) {
	shown.push({domains, ...(await showing(domains, Number(frames)))});
}

console.log(JSON.stringify({shown, soak: await soak(Number(refreshes)), refreshes: Number(refreshes)}));
