import {createStore} from '../../source/async/store.ts';
import {deferred} from '../../source/async/wait.ts';
import type {ConnectionStatus} from '../../source/driver/driver.ts';
import type {Sampler} from '../../source/sampling/sampler.ts';
import type {Usage} from '../../source/usage/usage.ts';

/** A sampler that publishes what it is given, and runs until it is told to end or is closed. */
export type FakeSampler = Sampler & {
	readonly publish: (usage: Usage) => void;
	readonly end: () => void;
	/** Refreshes that each `run` was asked for. Undefined: without end. */
	readonly asked: () => readonly (number | undefined)[];
	readonly closed: () => boolean;
};

const refuse = (): never => {
	throw new Error('This sampler is only for publishing.');
};

export const createFakeSampler = (changes: Partial<Sampler> = {}): FakeSampler => {
	const usage = createStore<Usage | undefined>(undefined);
	const ended = deferred<void>();
	const asked: (number | undefined)[] = [];
	let closed = false;
	return {
		usage,
		statuses: createStore<ReadonlyMap<string, ConnectionStatus>>(new Map()),
		settings: refuse,
		change: refuse,
		refresh: refuse,
		retarget: refuse,
		setBalloonPeriod: refuse,
		memoryStats: async () => undefined,
		open: async () => {},
		release: async () => {},
		run(iterations) {
			asked.push(iterations);
			return ended.promise;
		},
		async close() {
			closed = true;
			ended.resolve();
		},
		publish: usage.set,
		end: ended.resolve,
		asked: () => asked,
		closed: () => closed,
		...changes,
	};
};
