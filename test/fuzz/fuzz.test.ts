import {expect, test} from 'vitest';
import {campaigns} from './campaigns.ts';
import {type Failure, runTrials} from './run-trials.ts';

/** The same inputs in every run; the places hold one of the biggest inputs. */
const fixedSeed = 20_261_120;

const shown = ({kind, text, seed, at, input}: Failure, name: string): string =>
	`${kind}: ${text}\ninput ${input}\nnpm run fuzz -- ${name} --seed ${seed} --at ${at}`;

const failuresOf = async (name: string, seed: number, inputs: number): Promise<readonly string[]> => {
	const campaign = campaigns.find((one) => one.name === name);
	const failures: Failure[] = [];
	if (campaign) {
		await runTrials(campaign, {
			seed,
			from: 0,
			goesOn: (at) => at < inputs,
			onFailure: (failure) => failures.push(failure),
		});
	}

	return failures.slice(0, 3).map((failure) => shown(failure, name));
};

test.each(campaigns.map(({name, round}) => [name, round] as const))('%s', async (name, round) => {
	expect(await failuresOf(name, fixedSeed, round)).toEqual([]);
	expect(await failuresOf(name, Math.floor(Math.random() * 2 ** 31), Math.ceil(round / 4))).toEqual([]);
});
