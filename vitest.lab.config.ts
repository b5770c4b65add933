import {defineConfig} from 'vitest/config';

/** Files that record a lab instead of testing it: test/labs/start.ts sets where to. */
const files = process.env.DOMTOP_CAPTURE ? '*.capture.ts' : '*.test.ts';

/** A lab has its own folder, and a setup that boots or builds what its tests share; it runs only where they do. */
const lab = (name: string) => ({
	extends: true as const,
	test: {
		name,
		include: [`test/labs/${name}/**/${files}`],
		globalSetup: [`test/labs/${name}/setup.ts`],
	},
});

/** The labs boot real machines: one file after the other, with time to boot. */
export default defineConfig({
	test: {
		projects: [lab('qemu'), lab('libvirt'), lab('lxc'), lab('debian13'), lab('xen')],
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 120_000,
		env: {TZ: 'UTC'},
		setupFiles: ['test/helpers/compare-views.ts'],
	},
});
