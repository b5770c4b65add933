/* One campaign in a process of its own: node child.ts <name> <seed> <from> <seconds> <count> <file of its place>. Lines of JSON on stdout. */
import {openSync, writeSync} from 'node:fs';
import {campaigns} from './campaigns.ts';
import {type Fault, fault} from './fault.ts';
import {type Failure, runTrials} from './run-trials.ts';

/** What a child says: each failure at once, and at its end what it did. */
export type ChildWord =
	| {readonly kind: 'failure'; readonly failure: Failure}
	| {
			readonly kind: 'done';
			readonly inputs: number;
			readonly worst: {readonly milliseconds: number; readonly at: number};
			readonly cpuSeconds: number;
			readonly peakKiB: number;
	  };

/** Bytes of heap that a campaign may grow by from its first quarter to its end. */
const growthLimit = 24 * 1024 ** 2;
/** Failures told in full; the others are counted by the reader. */
const tellLimit = 500;

const [name, seed = 1, from = 0, seconds = 20, count = 0, file = ''] = process.argv
	.slice(2)
	.map((word, place) => (place === 0 || place === 5 ? word : Number(word))) as [
	string,
	number,
	number,
	number,
	number,
	string,
];

const campaign = campaigns.find((one) => one.name === name);
if (!campaign) {
	throw new Error(`There is no campaign ${name}.`);
}

const tell = (word: ChildWord): void => {
	process.stdout.write(`${JSON.stringify(word)}\n`);
};

const heap = (): number => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
};

const place = file === '' ? undefined : openSync(file, 'w');
const started = performance.now();
const share = (at: number): number =>
	count > 0 ? (at - from) / count : (performance.now() - started) / 1000 / seconds;
let early: number | undefined;
let told = 0;
const failed = (failure: Failure): void => {
	told += 1;
	if (told <= tellLimit) {
		tell({kind: 'failure', failure});
	}
};

const {inputs, worst} = await runTrials(campaign, {
	seed,
	from,
	goesOn: (at) => share(at) < 1,
	onFailure: failed,
	onPlace: (at) => {
		if (place !== undefined) {
			writeSync(place, String(at).padEnd(16), 0);
		}

		if (early === undefined && share(at) > 0.25 && count === 0) {
			early = heap();
		}
	},
});

const growth = early === undefined ? 0 : heap() - early;
const grown: readonly Fault[] =
	growth > growthLimit ? [fault('memory', `the heap grew by ${Math.round(growth / 1024 ** 2)} MB`)] : [];
for (const one of grown) {
	failed({...one, seed, at: from, input: `${inputs} inputs`});
}

const {user, system} = process.cpuUsage();
tell({
	kind: 'done',
	inputs,
	worst,
	cpuSeconds: (user + system) / 1e6,
	peakKiB: process.resourceUsage().maxRSS,
});
