import {existsSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {makeTrustedFolder} from '../helpers/trusted-folder.ts';
import {type BenchWorld, figureTable, missedAims} from './figure.ts';
import {rows} from './rows.ts';

/*
`npm run bench`: every row of rows.ts, each figure beside a peer's in the same run, and the aims that are missed. `npm run
bench -- NAME…` measures rows by name, `--quick` repeats less, BENCH_PROGRAM measures another build's cli.js.
*/

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0) {
	throw new Error(
		`There is no row ${unknown.join(', ')}. The rows are ${rows.map(({name}) => name).join(', ')}.`,
	);
}

const program = process.env.BENCH_PROGRAM ?? join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
if (!existsSync(program)) {
	throw new Error(`${program} is missing. Run npm run build first.`);
}

const world: BenchWorld = {
	quick: process.argv.includes('--quick'),
	cache: makeTrustedFolder(),
	domtop: [process.execPath, '--max-semi-space-size=8', program],
};
const missed: string[] = [];
const begun = performance.now();
try {
	for (const {name, about, measure} of rows) {
		if (wanted.length > 0 && !wanted.includes(name)) {
			continue;
		}

		const started = performance.now();
		const figures = await measure(world);
		const seconds = (performance.now() - started) / 1000;
		console.log(`\n${name}: ${about} (${seconds.toFixed(0)} s)\n\n${figureTable(figures)}`);
		missed.push(
			...figures.flatMap((figure) => missedAims(figure).map((how) => `${name}, ${figure.what}: ${how}`)),
		);
	}
} finally {
	rmSync(world.cache, {recursive: true, force: true});
}

const minutes = (performance.now() - begun) / 60_000;
console.log(
	missed.length === 0
		? `\nAll aims are met. It took ${minutes.toFixed(1)} minutes.`
		: `\nMissed aims:\n${missed.map((line) => `  ${line}\n`).join('')}\nIt took ${minutes.toFixed(1)} minutes.`,
);
