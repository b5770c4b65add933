import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {bundle} from '../../scripts/bundle.ts';

type Measured = {readonly ours: number; readonly theirs: number; readonly disks: number};

/** Rows of a table: the CPU that a refresh of 1000 VBDs costs, beside one `cat` of the same files. */
export const xenPart = async (quick: boolean): Promise<string[][]> => {
	const folder = await mkdtemp(join(tmpdir(), 'domtop-bench-'));
	try {
		await bundle({entry: 'test/bench/xen-entry.ts'}, folder);
		await writeFile(join(folder, 'package.json'), '{"type": "module"}');
		const {stdout} = await promisify(execFile)(process.execPath, [
			'--max-semi-space-size=2',
			join(folder, 'entry.js'),
			quick ? '5' : '30',
		]);
		const {ours, theirs, disks} = JSON.parse(stdout) as Measured;
		return [
			['', 'domtop', 'one cat', 'ratio'],
			[
				`${disks} VBDs, CPU/refresh`,
				`${ours.toFixed(1)} ms`,
				`${theirs.toFixed(1)} ms`,
				(ours / theirs).toFixed(2),
			],
		];
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
