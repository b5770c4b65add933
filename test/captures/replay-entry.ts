/** The drivers with the stage of a replay, in one file: see bundle.ts. */
import {setStage} from './modules/present-stage.ts';
import {readRecording} from './recording.ts';
import type {RecordedLines} from './recording-file.ts';
import {createReplayer} from './replayer.ts';
import {openSession, type Refreshed} from './session.ts';

/** What the drivers as they are now make of a recording. */
export type Replayed = {
	readonly refreshes: readonly Refreshed[];
	/** What the driver asked that is not in the recording. */
	readonly missing: readonly string[];
};

/** Rejects where the driver cannot connect, or waits for what never comes. */
export const replay = async (lines: RecordedLines): Promise<Replayed> => {
	const recording = readRecording(lines);
	const {stage, direct, missing} = createReplayer(recording);
	setStage(stage);
	const session = await openSession(recording.header, stage, direct);
	const refreshes: Refreshed[] = [];
	for (const {act} of recording.acts) {
		if (act === 'sample') {
			refreshes.push(await session.refresh());
		}
	}

	await session.close();
	return {refreshes, missing};
};
