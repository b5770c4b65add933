import type {Plugin} from 'esbuild';

/** Matches the one file of ink-table that needs help. */
export const inkTableFile = /ink-table[\\/]dist[\\/]index\.js$/;

/**
ink-table is CommonJS and requires Ink, whose module graph awaits at the top level and so cannot be required
(vadimdemedes/ink and maticzav/ink-table#258). This turns its three requires into imports and its exports into a
module's. The bundle and the tests both load the result, so that tests see what ships.
*/
export const inkTableAsModule = (source: string): string => {
	const body = source.replace(/\brequire\("(react|ink|object-hash)"\)/g, (_match, name: string) => {
		return `required_${name.replace('-', '_')}`;
	});
	return [
		`import * as reactModule from 'react';`,
		`import * as required_ink from 'ink';`,
		`import hashFunction from 'object-hash';`,
		`const required_react = {__esModule: true, default: reactModule.default ?? reactModule};`,
		`const required_object_hash = {sha1: hashFunction.sha1};`,
		`const exports = {};`,
		body,
		`export default exports.default;`,
	].join('\n');
};

export const inkTablePlugin = (readFile: (path: string) => Promise<string>): Plugin => ({
	name: 'ink-table-as-module',
	setup(build) {
		build.onLoad({filter: inkTableFile}, async ({path}) => ({
			contents: inkTableAsModule(await readFile(path)),
			loader: 'js',
		}));
	},
});
