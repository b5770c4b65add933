import type {Problem} from '../model/sample.ts';
import type {Usage} from '../usage/usage.ts';
import {wasAnyRead} from '../usage/was-read.ts';
import type {Sampler} from './sampler.ts';

/** Kinds of problems that mean that a connection fails as a whole. */
export const connectionKinds: ReadonlySet<string> = new Set(['connect', 'lost', 'late', 'exhausted']);

const isFailure = ({domain, kind, uri}: Problem, {connections}: Usage): boolean =>
	domain === undefined &&
	(connectionKinds.has(kind) || connections.some((one) => one.uri === uri && one.unanswered !== undefined));

const lineOf = ({uri, message, advice}: Problem): string =>
	message.includes(uri) ? `${message} ${advice}` : `${uri.replace(/:$/, '')}: ${message} ${advice}`;

/** Watches the connections for a program without a screen. */
export type FailureWatch = {
	/** Whether nothing was ever read from any connection. */
	readonly nothingRead: () => boolean;
	/** Ends the watch; the connections stay open. */
	readonly stop: () => void;
};

/**
Tells each failure of a connection when the failure begins. Ends the sampling if nothing was read yet and every connection
is lost.
*/
export const watchFailures = (sampler: Sampler, log: (line: string) => void): FailureWatch => {
	let logged = new Set<string>();
	let nothingRead = true;
	const stop = sampler.usage.subscribe(() => {
		const usage = sampler.usage.get();
		if (!usage) {
			return;
		}

		const {connections, problems} = usage;
		nothingRead &&= !wasAnyRead(usage);
		const failures = new Map(
			problems
				.filter((problem) => isFailure(problem, usage))
				.map((problem) => [`${problem.kind} ${problem.uri}`, problem]),
		);
		for (const [key, problem] of failures) {
			if (!logged.has(key)) {
				log(lineOf(problem));
			}
		}

		logged = new Set(failures.keys());
		if (nothingRead && connections.every(({status}) => status.state === 'lost')) {
			void sampler.close();
		}
	});
	return {nothingRead: () => nothingRead, stop};
};
