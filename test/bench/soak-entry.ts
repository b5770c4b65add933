import {countingScreen, handSampler} from './screen-world.ts';

/** `entry REFRESHES`: memory after a tenth of the refreshes and after all of them, MB. */
const refreshes = Number(process.argv[2]);
const {clock, sampler} = handSampler('test:///10x4');
const screen = countingScreen(sampler);
const running = sampler.run(refreshes);

const memory = () => {
	globalThis.gc?.();
	globalThis.gc?.();
	const {heapUsed, rss} = process.memoryUsage();
	return {heap: heapUsed / 1e6, resident: rss / 1e6};
};

let early = memory();
for (let refresh = 0; refresh <= refreshes; refresh++) {
	await clock.advance(1);
	await screen.drawn();
	if (refresh === refreshes / 10) {
		early = memory();
	}
}

const late = memory();
screen.close();
await sampler.close();
await running;
console.log(JSON.stringify({early, late, refreshes}));
