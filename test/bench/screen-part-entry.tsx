import type {Usage} from '../../source/usage/usage.ts';
import {countingScreen, handSampler} from './screen-world.ts';

/** `entry FRAMES`: what showing a refresh costs, CPU milliseconds, for 10, 100 and 1000 domains. */

/** How many refreshes are kept at once: more would have the collector of garbage measured, not the screen. */
const kept = 6;

/** Refreshes read beforehand are shown one after the other, over and over: only the showing is measured. */
const showing = async (domains: number, frames: number): Promise<number> => {
	const {clock, sampler} = handSampler(`test:///${domains}x4`);
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
	const screen = countingScreen(sampler);
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
	const milliseconds = await show();
	screen.close();
	return milliseconds;
};

const shown = [];
for (const domains of [10, 100, 1000]) {
	shown.push({domains, milliseconds: await showing(domains, Number(process.argv[2]))});
}

console.log(JSON.stringify(shown));
