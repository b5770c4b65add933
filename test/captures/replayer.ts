import type {Answer} from './entry.ts';
import {type FileQuestion, questionText} from './file-question.ts';
import type {RecordedAnswer, Recording} from './recording.ts';
import {replayedSpawn} from './replayed-children.ts';
import {replayedDial} from './replayed-sockets.ts';
import {createSchedule, type Schedule} from './schedule.ts';
import type {Director, Stage} from './stage.ts';

/** A stage on which a recording happens again. */
export type Replayer = {
	readonly stage: Stage;
	readonly direct: Director;
	/** What the driver asked that is not in the recording, in its order. */
	readonly missing: readonly string[];
};

/** What the replay of sockets and children needs of the replayer. */
export type Replay = Pick<Schedule, 'add' | 'refresh'> & {
	/** Notes what is not in the recording. */
	readonly miss: (what: string) => void;
};

export const createReplayer = (recording: Recording): Replayer => {
	const schedule = createSchedule(recording);
	const missing: string[] = [];
	const {add, refresh, clock, later, direct} = schedule;
	const miss = (what: string): void => {
		const line = `refresh ${refresh()}: ${what}`;
		if (!missing.includes(line)) {
			missing.push(line);
		}
	};

	/**
	The kernel's answers are true from their step on. A question that was first asked later in this refresh has that answer:
	of all recorded answers it is the nearest.
	*/
	const ask = (question: FileQuestion): Answer => {
		const text = questionText(question);
		const known = recording.answers.get(text);
		const ofRefresh = known?.filter((one) => one.refresh === refresh());
		const isTrue = ({from}: RecordedAnswer): boolean => from <= schedule.step();
		const last = ofRefresh?.findLast(isTrue) ?? ofRefresh?.[0] ?? known?.findLast(isTrue) ?? known?.[0];
		if (!last) {
			miss(text);
			return {code: 'ENOENT', call: 'open'};
		}

		return last.answer;
	};

	const replay: Replay = {add, refresh, miss};
	return {
		stage: {
			clock,
			later,
			ask,
			spawn: replayedSpawn(recording, replay),
			dial: replayedDial(recording, replay),
		},
		direct,
		missing,
	};
};
