import {inspect} from 'node:util';
import type {Campaign} from './campaign.ts';
import {createChance} from './chance.ts';
import {escaped, type Fault, fault} from './fault.ts';

/** A fault and the input that shows it: `--seed` and `--at` make it anew. */
export type Failure = Fault & {readonly seed: number; readonly at: number; readonly input: string};

export type Tally = {
	readonly inputs: number;
	/** CPU milliseconds of the input that took longest, and its place. */
	readonly worst: {readonly milliseconds: number; readonly at: number};
};

export type TrialsOptions = {
	readonly seed: number;
	/** The first place. */
	readonly from: number;
	/** Is there to be another one at this place? */
	readonly goesOn: (at: number) => boolean;
	readonly onFailure: (failure: Failure) => void;
	/** Before each input: its place. */
	readonly onPlace?: (at: number) => void;
};

/** CPU milliseconds above which one input is told as a hang. */
const longest = 3000;

const prototypes: readonly object[] = [Object, Array, String, Function, Map].map(({prototype}) => prototype);
const countKeys = (): number => prototypes.flatMap((one) => Reflect.ownKeys(one)).length;

const cpuMilliseconds = (): number => {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
};

const shown = (input: unknown): string =>
	escaped(
		Buffer.isBuffer(input)
			? `${input.length} bytes ${JSON.stringify(input.toString('latin1', 0, 400))}`
			: typeof input === 'string'
				? JSON.stringify(input.slice(0, 400))
				: inspect(input, {
						breakLength: Number.POSITIVE_INFINITY,
						depth: 6,
						maxArrayLength: 8,
						maxStringLength: 200,
					}),
		600,
	);

/** Runs one input after the other and tells what went wrong; one that throws does not end the others. */
export const runTrials = async (
	{open}: Pick<Campaign, 'open'>,
	{seed, from, goesOn, onFailure, onPlace = () => {}}: TrialsOptions,
): Promise<Tally> => {
	const campaign = await open();
	const keys = countKeys();
	let worst = {milliseconds: 0, at: from};
	let at = from;
	try {
		for (; goesOn(at); at += 1) {
			onPlace(at);
			let input: unknown;
			const before = cpuMilliseconds();
			const faults: Fault[] = [];
			try {
				const trial = campaign.next(createChance(seed, at));
				input = trial.input;
				faults.push(...(await trial.check()));
			} catch (error) {
				faults.push(fault('crash', error instanceof Error ? (error.stack ?? error.message) : String(error)));
			}

			const milliseconds = cpuMilliseconds() - before;
			worst = milliseconds > worst.milliseconds ? {milliseconds, at} : worst;
			if (milliseconds > longest) {
				faults.push(fault('hang', `${Math.round(milliseconds)} ms of CPU`));
			}

			if (countKeys() !== keys) {
				faults.push(fault('pollution', 'a prototype has another number of keys'));
			}

			for (const one of faults) {
				onFailure({...one, text: escaped(one.text, 600), seed, at, input: shown(input)});
			}
		}
	} finally {
		await campaign.close?.();
	}

	return {inputs: at - from, worst};
};
