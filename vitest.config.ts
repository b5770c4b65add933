import {defineConfig} from 'vitest/config';
import {inkTableAsModule, inkTableFile} from './scripts/ink-table-interop.ts';

/** What `npm test` runs: everything but the labs, which boot machines, and the bench, which asserts nothing. */
export default defineConfig({
	plugins: [
		{
			name: 'ink-table-as-module',
			enforce: 'pre',
			transform: (source, path) =>
				inkTableFile.test(path) ? {code: inkTableAsModule(source), map: null} : undefined,
		},
	],
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		exclude: ['test/labs/**', 'test/bench/**'],
		env: {TZ: 'UTC'},
		server: {deps: {inline: ['ink-table']}},
	},
});
