/**
Runs where a lab's hypervisor is: connects a driver, takes a sample at each line `sample`, and at `close` writes the
recording. Its parameter is a `CaptureOrder` in JSON; open-capture.ts starts it.
*/
import {writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';
import {disguised} from './disguise.ts';
import type {Header} from './entry.ts';
import {setStage} from './modules/present-stage.ts';
import {askKernel} from './real-files.ts';
import {createRecorder} from './recorder.ts';
import {packLines} from './recording-file.ts';
import {openSession} from './session.ts';

/** What to record. */
export type CaptureOrder = Omit<Header, 'format' | 'date' | 'user'> & {
	/** Where the recording goes. */
	readonly file: string;
	/** See `disguised`. */
	readonly hidden: readonly string[];
};

const {file, hidden, ...order}: CaptureOrder = JSON.parse(process.argv[2] ?? '');
const recorder = createRecorder(disguised(askKernel, hidden));
const header: Header = {
	format: 1,
	...order,
	user: process.geteuid?.() ?? 0,
	date: new Date().toISOString().slice(0, 10),
};
setStage(recorder.stage);
const session = await openSession(header, recorder.stage, recorder.direct);
console.log('connected');
let last = Number.NEGATIVE_INFINITY;
for await (const line of createInterface({input: process.stdin})) {
	if (line === 'close') {
		break;
	}

	await setTimeout(Math.max(0, last + header.delay * 1000 - performance.now()));
	last = performance.now();
	recorder.write({did: 'sample', ...(await session.refresh())});
	console.log('sampled');
}

await session.close();
writeFileSync(file, packLines({header, entries: recorder.entries}));
console.log('closed');
process.exit();
