import type {Chance} from './chance.ts';
import type {Fault} from './fault.ts';

/** One input and what is asked of it. What `check` throws is a crash. */
export type Trial = {
	/** What is fed in, for a person to see. */
	readonly input: unknown;
	readonly check: () => readonly Fault[] | Promise<readonly Fault[]>;
};

/** A campaign that has its captured inputs read and its folders made. */
export type OpenCampaign = {
	readonly next: (chance: Chance) => Trial;
	readonly close?: () => void | Promise<void>;
};

/** Inputs of one kind, made by chance out of captured ones and of grammars. */
export type Campaign = {
	readonly name: string;
	/** Inputs of the short round in `npm test`; a slow campaign has fewer. */
	readonly round: number;
	readonly open: () => OpenCampaign | Promise<OpenCampaign>;
};

type ErrorClass = abstract new (...given: never[]) => Error;

/** What the work gives, or the error that it may throw; any other is a crash. */
export const attempt = <Value>(
	allowed: readonly ErrorClass[],
	work: () => Value,
): {readonly value: Value} | {readonly error: Error} => {
	try {
		return {value: work()};
	} catch (error) {
		if (allowed.some((one) => error instanceof one)) {
			return {error: error as Error};
		}

		throw error;
	}
};
