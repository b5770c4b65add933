import {spawn} from 'node:child_process';
import {once} from 'node:events';

/*
Runs scripts of package.json at the same time: `node scripts/at-once.ts types 'build --types'`. Each script ends with one
line: its result and its seconds. The output of a script stands above its line. Exit code 1 where any script failed.
*/

const run = async (words: string): Promise<boolean> => {
	const [name = '', ...parameters] = words.split(' ');
	const begun = performance.now();
	// Node starts a script of package.json with less work than npm does.
	const child = spawn(process.execPath, ['--run', name, '--', ...parameters], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said: Buffer[] = [];
	const keep = (part: Buffer): void => {
		said.push(part);
	};
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const [code] = await once(child, 'close');
	const seconds = ((performance.now() - begun) / 1000).toFixed(1);
	process.stdout.write(`${Buffer.concat(said).toString()}${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
	return code === 0;
};

const went = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = went.every(Boolean) ? 0 : 1;
