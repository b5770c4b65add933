import {defineConfig} from 'vitest/config';

/** The labs boot real machines: one file after the other, with time to boot. */
export default defineConfig({
	test: {
		include: ['test/labs/**/*.test.ts'],
		globalSetup: ['test/labs/qemu/setup.ts'],
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 120_000,
		env: {TZ: 'UTC'},
	},
});
