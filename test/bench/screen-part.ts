import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {bundle} from '../../scripts/bundle.ts';

type Measured = {
	readonly shown: readonly {
		readonly domains: number;
		readonly milliseconds: number;
		readonly bytes: number;
	}[];
	readonly soak: {readonly early: number; readonly late: number};
	readonly refreshes: number;
};

/** Rows of a table: what showing a refresh costs without reading it, and the heap over many refreshes. */
export const screenPart = async (quick: boolean): Promise<string[][]> => {
	const folder = await mkdtemp(join(tmpdir(), 'domtop-bench-'));
	try {
		await bundle({entry: 'test/bench/screen-part-entry.tsx'}, folder);
		await writeFile(join(folder, 'package.json'), '{"type": "module"}');
		const {stdout} = await promisify(execFile)(
			process.execPath,
			[
				'--expose-gc',
				'--max-semi-space-size=2',
				join(folder, 'entry.js'),
				quick ? '40' : '200',
				quick ? '2000' : '20000',
			],
			{env: {...process.env, NODE_ENV: 'production', FORCE_COLOR: '1'}, maxBuffer: 1e8},
		);
		const {shown, soak, refreshes} = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
		const base = shown[0]?.milliseconds ?? Number.NaN;
		return [
			['', 'CPU/refresh', 'times that at 10', 'bytes/refresh'],
			...shown.map(({domains, milliseconds, bytes}) => [
				`${domains} × 4`,
				`${milliseconds.toFixed(2)} ms`,
				(milliseconds / base).toFixed(2),
				bytes.toFixed(0),
			]),
			[
				`heap after ${refreshes / 10} and ${refreshes} refreshes`,
				`${soak.early.toFixed(1)} MB`,
				`${soak.late.toFixed(1)} MB`,
				'',
			],
		];
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
