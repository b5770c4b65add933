/**
Replays all recordings and writes the samples that the drivers of now read in place of the stored samples:
`node test/captures/restate.ts [--words] [--times] [--changed]`. Only new fields are taken: where a stored value would change
or go, nothing is written. `--words` takes other wordings of sentences, `--times` times that moved within their refresh, and
`--changed` takes all. Read the list: each line of it is a change of what domtop reads of a real host.
*/
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {isChangeOfTimes} from './change-of-times.ts';
import {isChangeOfWords} from './change-of-words.ts';
import {type Difference, differences} from './differences.ts';
import {loadReplay} from './load-replay.ts';
import {type RecordedLines, readRecordedLines, writeRecordedLines} from './recording-file.ts';
import type {Refreshed} from './session.ts';
import {storedRefreshes, withRefreshes} from './stored-refreshes.ts';

const isTaken = (difference: Difference): boolean =>
	difference.stored === undefined ||
	process.argv.includes('--changed') ||
	(process.argv.includes('--words') && isChangeOfWords(difference)) ||
	(process.argv.includes('--times') && isChangeOfTimes(difference));
const folder = join(import.meta.dirname, '../fixtures/labs');
/** Lines that a person reads. */
const shown = 40;

const tell = (name: string, all: readonly Difference[]): void => {
	console.log(`${name}: ${all.length} differences`);
	for (const {place, stored, now} of all.slice(0, shown)) {
		console.log(`  ${place}: ${JSON.stringify(stored)} → ${JSON.stringify(now)}`);
	}
};

const restate = (
	name: string,
	lines: RecordedLines,
	{refreshes, missing}: {readonly refreshes: readonly Refreshed[]; readonly missing: readonly string[]},
): boolean => {
	const all = differences(storedRefreshes(lines), refreshes);
	tell(name, all);
	for (const what of missing) {
		console.log(`  not in the recording: ${what}`);
	}

	const refused = all.filter((one) => !isTaken(one));
	if (missing.length > 0 || refused.length > 0) {
		console.log(`  not taken: ${refused[0]?.place ?? missing[0]}`);
		return false;
	}

	if (all.length > 0) {
		writeRecordedLines(join(folder, name), withRefreshes(lines, refreshes));
	}

	return true;
};

const temporary = mkdtempSync(join(tmpdir(), 'domtop-replay-'));
try {
	const replay = await loadReplay(temporary);
	for (const name of readdirSync(folder, {recursive: true, encoding: 'utf8'})) {
		if (name.endsWith('.br')) {
			const lines = readRecordedLines(join(folder, name));
			if (!restate(name, lines, await replay(lines))) {
				console.log('  It was left as it is.');
				process.exitCode = 1;
			}
		}
	}
} finally {
	rmSync(temporary, {recursive: true});
}
