import {anySignal} from './wait.ts';

/** The life of something that is closed once, such as a connection. What began within the life ends with it. */
export type Lifetime = {
	/** Fires at the end. */
	readonly signal: AbortSignal;
	readonly isOver: () => boolean;
	/** Does a job under a signal that fires at the end, or with the given signal. Rejects where the job does. */
	readonly run: <Result>(
		signal: AbortSignal,
		job: (signal: AbortSignal) => Promise<Result>,
	) => Promise<Result>;
	/** Idempotent. */
	readonly end: () => void;
};

export const createLifetime = (): Lifetime => {
	const controller = new AbortController();
	const {signal} = controller;
	return {
		signal,
		isOver: () => signal.aborted,
		run: (given, job) => anySignal([given, signal], job),
		end: () => controller.abort(),
	};
};
