import {execFile} from 'node:child_process';
import {chmod, mkdir, readdir, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {bundle} from './bundle.ts';

const root = join(import.meta.dirname, '..');
const output = join(root, 'dist');

const newest = async (path: string): Promise<number> => {
	const details = await stat(path);
	if (!details.isDirectory()) {
		return details.mtimeMs;
	}

	const names = await readdir(path);
	const times = await Promise.all(names.map((name) => newest(join(path, name))));
	return Math.max(details.mtimeMs, ...times);
};

const isStale = async (): Promise<boolean> => {
	const inputs = ['source', 'components', 'drivers', 'scripts', 'package.json', 'package-lock.json'];
	try {
		const built = (await stat(join(output, 'built'))).mtimeMs;
		const times = await Promise.all(inputs.map((name) => newest(join(root, name))));
		return Math.max(...times) > built;
	} catch {
		return true;
	}
};

if (!process.argv.includes('--if-stale') || (await isStale())) {
	await rm(output, {recursive: true, force: true});
	await mkdir(output, {recursive: true});
	const metafile = await bundle({cli: 'source/app/start.ts', index: 'source/app/index.ts'}, output);
	await writeFile(join(output, 'metafile.json'), JSON.stringify(metafile));
	await chmod(join(output, 'cli.js'), 0o755);
	await writeFile(join(output, 'built'), '');
	if (process.argv.includes('--types')) {
		await promisify(execFile)('tsc', ['--project', 'tsconfig.declarations.json'], {cwd: root});
	}
}
