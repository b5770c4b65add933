import {createBackoff} from '../../../source/async/backoff.ts';
import type {DriverOptions} from '../../../source/driver/driver.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import type {ProblemReport} from '../../../source/model/sample.ts';
import type {Child, ChildWorld} from '../../../source/process/child.ts';
import {bindingOrigins} from './binding-source.ts';
import {createBusyTime} from './busy-time.ts';
import {createChildTime} from './child-time.ts';
import type {Hypervisor, HypervisorReading, HypervisorSource} from './hypervisor.ts';
import {refusedError} from './hypervisor-errors.ts';
import {openSource} from './open-source.ts';
import {createQuestion} from './question.ts';

/** Seconds until a child that failed is started again. */
const retryDelaysSeconds = {first: 1, last: 30};

const reportOf = (error: unknown): ProblemReport => {
	const {message, advice} =
		error instanceof DriverError
			? error
			: refusedError(error instanceof Error ? error.message : String(error));
	return {kind: 'hypervisor', message, advice};
};

/** Starts nothing before the first reading. One child runs at a time; a child that failed is started again after a pause. */
export const createHypervisor = ({clock, spawn}: Pick<DriverOptions, 'clock' | 'spawn'>): Hypervisor => {
	const memory = {time: createChildTime(), busy: createBusyTime()};
	const backoff = createBackoff(clock, retryDelaysSeconds);
	const children = new Set<Child>();
	let source: HypervisorSource | undefined;
	let failure: ProblemReport | undefined;
	let isClosed = false;

	const world: ChildWorld = {
		clock,
		spawn: (...command) => {
			if (isClosed) {
				throw new Error('closed');
			}

			return spawn(...command);
		},
		onStart: (child) => {
			children.add(child);
			void child.ended.then(() => children.delete(child));
		},
	};

	const ask = async (): Promise<HypervisorReading | ProblemReport> => {
		// While the kernel holds a dying child, each retry would add another child.
		if (failure && (!backoff.isDue() || [...children].some((child) => child.isDying()))) {
			return failure;
		}

		try {
			source = source && !source.isOver() ? source : await openSource(world, memory);
			const reading = await source.ask();
			failure = undefined;
			backoff.reset();
			return reading;
		} catch (error) {
			failure = reportOf(error);
			backoff.failed();
			return failure;
		}
	};

	const question = createQuestion(ask);

	return {
		read: async (signal) =>
			// A failure stands until a retry has settled.
			isClosed ? undefined : ((await question.wait(signal)) ?? failure),
		origins: () => source?.origins ?? bindingOrigins,
		close: async () => {
			isClosed = true;
			await Promise.all([...children].map((child) => child.close()));
		},
	};
};
