/**
Does a job under a signal that fires as soon as one of these does. Of `AbortSignal.any` something stays with a signal that
lives on (Node 20), and a connection's own signal lives as long as the program.
*/
export const underSignals = async <Result>(
	signals: readonly AbortSignal[],
	job: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
	const stopping = new AbortController();
	const stop = () => stopping.abort();
	for (const signal of signals) {
		signal.addEventListener('abort', stop);
	}

	if (signals.some(({aborted}) => aborted)) {
		stop();
	}

	try {
		return await job(stopping.signal);
	} finally {
		for (const signal of signals) {
			signal.removeEventListener('abort', stop);
		}
	}
};
