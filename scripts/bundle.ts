import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build, type Metafile, type Plugin} from 'esbuild';
import {inkTablePlugin} from './ink-table-interop.ts';

/**
Yoga fetches its own WASM from a data URL, which loads the whole of undici. Handing over the bytes saves a sixth of
the time to the first frame.
*/
const yogaAsBuffer: Plugin = {
	name: 'yoga-as-buffer',
	setup(build) {
		build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const data = /"data:application\/octet-stream;base64,([A-Za-z0-9+/=]{1000,})"/.exec(source);
			const start = 'loadYoga = loadYoga || {};';
			if (!data?.[1] || !source.includes(start)) {
				throw new Error('yoga-layout changed its file: look at yogaAsBuffer in scripts/build.ts.');
			}

			const contents = source
				.replace(data[0], '"yoga.wasm"')
				.replace(start, `${start} loadYoga.wasmBinary = Buffer.from("${data[1]}", "base64");`);
			return {contents, loader: 'js'};
		});
	},
};

/**
With DEV=true Ink loads React's devtools, which obey any program that listens on a port of this machine: no variable of
the environment may do that. Ink imports `process`, which `define` does not reach.
*/
const inkWithoutDevtools: Plugin = {
	name: 'ink-without-devtools',
	setup(build) {
		build.onLoad({filter: /\/node_modules\/ink\/build\/(?:ink|reconciler)\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const condition = "process.env['DEV'] === 'true'";
			if (!source.includes(condition)) {
				throw new Error('Ink changed its file: look at inkWithoutDevtools in scripts/bundle.ts.');
			}

			return {contents: source.replaceAll(condition, 'false'), loader: 'js'};
		});
	},
};

/** Bundles everything that is needed to run into files that any Node from 20 on loads; paths are of the checkout. */
export const bundle = async (
	entryPoints: Readonly<Record<string, string>>,
	outdir: string,
): Promise<Metafile> => {
	const {metafile} = await build({
		absWorkingDir: join(import.meta.dirname, '..'),
		entryPoints: {...entryPoints},
		outdir,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		minify: true,
		legalComments: 'none',
		chunkNames: 'chunks/[name]-[hash]',
		metafile: true,
		logLevel: 'warning',
		define: {'process.env.NODE_ENV': '"production"'},
		banner: {
			js: "import {createRequire as createRequireForBundle} from 'node:module'; const require = createRequireForBundle(import.meta.url);",
		},
		plugins: [yogaAsBuffer, inkWithoutDevtools, inkTablePlugin((path) => readFile(path, 'utf8'))],
	});
	return metafile;
};
