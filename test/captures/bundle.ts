import {join} from 'node:path';
import {build, type Plugin} from 'esbuild';

const folder = import.meta.dirname;
const modules: Readonly<Record<string, string>> = {
	'node:fs': 'modules/fs.ts',
	'node:fs/promises': 'modules/fs-promises.ts',
	'node:net': 'modules/net.ts',
};

/** The program gets the modules of a stage; the stage itself gets those of Node. */
const onStage: Plugin = {
	name: 'on-stage',
	setup: ({onResolve}) => {
		onResolve({filter: /^node:(?:fs|fs\/promises|net)$/}, ({path, importer}) =>
			importer.startsWith(folder) ? undefined : {path: join(folder, modules[path] ?? '')},
		);
	},
};

/**
An entry of this folder in one file for Node, with the drivers. Where a driver calls something of `node:fs` or `node:net`
that the modules of a stage do not have yet, it rejects and names that.
*/
export const bundleOnStage = async (entry: 'capture-entry.ts' | 'replay-entry.ts'): Promise<string> => {
	const {outputFiles} = await build({
		entryPoints: [join(folder, entry)],
		bundle: true,
		write: false,
		minify: true,
		keepNames: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		logLevel: 'silent',
		inject: [join(folder, 'modules/immediate.ts')],
		plugins: [onStage],
	});
	return outputFiles[0]?.text ?? '';
};
