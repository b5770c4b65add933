import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build, type Metafile, type Plugin} from 'esbuild';
import {inkTablePlugin} from './ink-table-interop.ts';

/**
Yoga fetches its own WASM from a data URL, which loads the whole of undici: handing over the bytes saves a sixth of
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

/** Everything that is needed to run, in files that any Node from 20 on loads; paths are of the checkout. */
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
		keepNames: true,
		legalComments: 'none',
		chunkNames: 'chunks/[name]-[hash]',
		metafile: true,
		logLevel: 'warning',
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		external: ['react-devtools-core'],
		banner: {
			js: "import {createRequire as createRequireForBundle} from 'node:module'; const require = createRequireForBundle(import.meta.url);",
		},
		plugins: [yogaAsBuffer, inkTablePlugin((path) => readFile(path, 'utf8'))],
	});
	return metafile;
};
