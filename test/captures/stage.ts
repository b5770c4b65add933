import type {Clock} from '../../source/async/clock.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import type {Answer} from './entry.ts';
import type {FileQuestion} from './file-question.ts';
import type {StagedSocket} from './staged-socket.ts';

/**
All that a driver sees of the world while it is recorded or replayed. The clock of a stage stands still but for its steps, and
a step comes only once the driver waits for it. So what a driver reads depends on the steps alone, not on how fast it runs.
*/
export type Stage = {
	readonly clock: Clock;
	readonly spawn: Spawn;
	/** @param path without descriptors of this program in it. */
	readonly dial: (path: string) => StagedSocket;
	/** Asks the kernel. Within a step, the same question has the same answer. */
	readonly ask: (question: FileQuestion) => Answer;
	/** As `setImmediate`; the next step waits for it. */
	readonly later: (callback: () => void) => void;
};

/** What a session does in turn. */
export type Act = 'connect' | 'sample' | 'close';

/** Begins each act at its step. Settles as the job does. */
export type Director = <Result>(act: Act, job: () => Promise<Result>) => Promise<Result>;
