import type {Clock} from '../../source/async/clock.ts';
import type {Ask} from './disguise.ts';
import type {Answer, Deed, Entry, Instant, Step} from './entry.ts';
import {questionText} from './file-question.ts';
import {recordedSpawn} from './recorded-children.ts';
import {recordedDial} from './recorded-sockets.ts';
import type {Director, Stage} from './stage.ts';
import {createTurns} from './turns.ts';

type Unstamped<Part> = Part extends Instant ? Omit<Part, keyof Instant> : never;

/** A step before its time is known. */
export type NewStep = Unstamped<Step>;

/** What the recorder of sockets and children needs of the recorder. */
export type Log = {
	/**
	A step that happened now, and is taken in its turn.
	@param deliver tells the driver. @param isWanted whether the driver can still notice; if not, there is no step.
	*/
	readonly happened: (step: NewStep, deliver: () => void, isWanted?: () => boolean) => void;
	readonly write: (deed: Deed) => void;
};

/** A stage on this machine, and all that happens on it. */
export type Recorder = {
	readonly stage: Stage;
	readonly direct: Director;
	readonly write: (deed: Deed) => void;
	readonly entries: readonly Entry[];
};

/** @param askKernel asks the kernel. */
export const createRecorder = (askKernel: Ask): Recorder => {
	const entries: Entry[] = [];
	const queue: {readonly step: Step; readonly deliver: () => void; readonly isWanted: () => boolean}[] = [];
	/** The last answer to each question, the answers of the present step, and the questions of the present refresh. */
	const told = new Map<string, string>();
	const present = new Map<string, Answer>();
	const asked = new Set<string>();

	const stamp = (): Instant => ({at: performance.now() / 1000, wall: Date.now()});
	let now = stamp();

	const turns = createTurns(() => {
		const next = queue.shift();
		if (next?.isWanted()) {
			now = {at: next.step.at, wall: next.step.wall};
			present.clear();
			if (next.step.step === 'sample') {
				asked.clear();
			}

			entries.push(next.step);
			next.deliver();
		}

		return queue.length > 0;
	});

	const happened: Log['happened'] = (step, deliver, isWanted = () => true) => {
		queue.push({step: {...step, ...stamp()} as Step, deliver, isWanted});
		turns.wake();
	};
	const write = (deed: Deed): void => {
		entries.push(deed);
	};

	const sleep: Clock['sleep'] = (seconds, signal) =>
		new Promise((resolve) => {
			const since = now.at;
			let isOver = signal?.aborted === true;
			const end = (): void => {
				isOver = true;
				clearTimeout(timer);
				signal?.removeEventListener('abort', end);
				resolve();
			};
			const timer = setTimeout(() => {
				happened({step: 'slept', since, seconds}, end, () => !isOver);
			}, seconds * 1000);
			if (isOver) {
				end();
			} else {
				signal?.addEventListener('abort', end, {once: true});
			}
		});

	const ask: Ask = (question) => {
		const text = questionText(question);
		const answer = present.get(text) ?? askKernel(question);
		present.set(text, answer);
		const spelled = JSON.stringify(answer);
		if (told.get(text) !== spelled) {
			told.set(text, spelled);
			write({did: 'read', question: text, answer});
		} else if (!asked.has(text)) {
			write({did: 'reread', question: text});
		}

		asked.add(text);

		return answer;
	};

	const log: Log = {happened, write};
	return {
		stage: {
			clock: {monotonic: () => now.at, wall: () => now.wall, sleep},
			spawn: recordedSpawn(log),
			dial: recordedDial(log),
			ask,
			later: turns.later,
		},
		direct: (act, job) =>
			new Promise((resolve, reject) => {
				happened({step: act}, () => {
					job().then(resolve, reject);
				});
			}),
		write,
		entries,
	};
};
