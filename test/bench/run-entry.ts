import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {bundle} from '../../scripts/bundle.ts';

/** Runs a module of the bench in a process of its own, bundled as the program is; the last line that it prints is its result. */
export const runEntry = async <Result>(
	entry: string,
	parameters: readonly string[],
	{
		node = [],
		env = {},
	}: {readonly node?: readonly string[]; readonly env?: Readonly<Record<string, string>>} = {},
): Promise<Result> => {
	const folder = await mkdtemp(join(tmpdir(), 'domtop-bench-'));
	try {
		await bundle({entry: `test/bench/${entry}`}, folder);
		await writeFile(join(folder, 'package.json'), '{"type": "module"}');
		const {stdout} = await promisify(execFile)(
			process.execPath,
			['--max-semi-space-size=2', ...node, join(folder, 'entry.js'), ...parameters],
			{env: {...process.env, ...env}, maxBuffer: 1e8},
		);
		return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
