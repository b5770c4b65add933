/*
npm run fuzz                                all campaigns, 20 seconds each
npm run fuzz -- NAME 60                     one of them, a minute
npm run fuzz -- --seed 7                    the same inputs again; without it another seed each time
npm run fuzz -- NAME --seed 7 --at 1234     one input alone, and what is wrong with it
*/
import {parseArgs} from 'node:util';
import {campaigns} from './campaigns.ts';
import {report} from './report.ts';
import {type CampaignResult, runCampaign} from './run-campaign.ts';
import {type Failure, runTrials} from './run-trials.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {seed: {type: 'string'}, at: {type: 'string'}},
});
const name = positionals.find((word) => !/^\d+(?:\.\d+)?$/.test(word));
const seconds = Number(positionals.find((word) => word !== name) ?? 20);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const chosen = campaigns.filter((campaign) => name === undefined || campaign.name === name);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const describe = ({kind, text, at, input}: Failure, campaign: string): string =>
	`  ${kind}: ${text}\n    input ${input}\n    npm run fuzz -- ${campaign} --seed ${seed} --at ${at}`;

if (chosen.length === 0) {
	print(`There is no campaign ${name}. There are ${campaigns.map((campaign) => campaign.name).join(', ')}.`);
	process.exit(2);
}

if (values.at !== undefined) {
	const at = Number(values.at);
	const failures: Failure[] = [];
	for (const campaign of chosen) {
		const {worst} = await runTrials(campaign, {
			seed,
			from: at,
			goesOn: (place) => place === at,
			onFailure: (failure) => failures.push(failure),
		});
		print(`${campaign.name}: ${Math.round(worst.milliseconds)} ms of CPU, ${failures.length} faults`);
		for (const failure of failures) {
			print(describe(failure, campaign.name));
		}
	}

	process.exit(failures.length > 0 ? 1 : 0);
}

const results: CampaignResult[] = [];
for (const campaign of chosen) {
	const result = await runCampaign(campaign.name, seed, seconds);
	results.push(result);
	print(`${campaign.name}: ${result.inputs} inputs, ${result.failures.length} faults`);
	const told = new Map(
		result.failures.map((failure) => [
			`${failure.kind} ${failure.text.replaceAll(/\d+/g, '').slice(0, 60)}`,
			failure,
		]),
	);
	for (const failure of [...told.values()].slice(0, 12)) {
		print(describe(failure, campaign.name));
	}
}

print(`\nseed ${seed}`);
print(report(results));
process.exit(results.some(({failures}) => failures.length > 0) ? 1 : 0);
