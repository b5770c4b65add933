import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';
import {inkTableAsModule, inkTableFile} from './scripts/ink-table-interop.ts';
import {type ProjectName, projectNames, testFiles} from './test/helpers/test-projects.ts';

const files = testFiles();

/** Files that mock modules get a process each; the others leave nothing behind and share a process a core. */
const isIsolated = (name: ProjectName): boolean => name === 'mocked';

/** What `npm test` runs. Which project a test belongs to is said in test/helpers/test-projects.ts. */
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
		env: {TZ: 'UTC'},
		setupFiles: ['test/helpers/compare-views.ts'],
		server: {deps: {inline: ['ink-table']}},
		// More than cores: in the longer groups a third of the time is spent waiting for children and sockets.
		maxWorkers: Math.ceil(availableParallelism() * 1.5),
		projects: projectNames.map((name) => ({
			extends: true as const,
			test: {
				name,
				include: [...files[name]],
				isolate: isIsolated(name),
				// The limits bound a hang only, and are long for a busy machine.
				testTimeout: 120_000,
				hookTimeout: 60_000,
			},
		})),
	},
});
