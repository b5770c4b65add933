import {table} from '../bench/table.ts';
import type {FaultKind} from './fault.ts';
import type {CampaignResult} from './run-campaign.ts';

/** Kinds with a column of their own. */
const shownKinds: readonly (readonly [string, readonly FaultKind[]])[] = [
	['crashes', ['crash']],
	['hangs', ['hang']],
	['memory', ['memory']],
	['control', ['control']],
	['NaN, neg.', ['number']],
	['other', ['width', 'pollution', 'wrong']],
];

/** A table: a row a campaign, and their sum. */
export const report = (results: readonly CampaignResult[]): string => {
	const count = (result: CampaignResult, kinds: readonly FaultKind[]): number =>
		result.failures.filter(({kind}) => kinds.includes(kind)).length;
	const inputs = results.reduce((sum, result) => sum + result.inputs, 0);
	const cpu = results.reduce((sum, result) => sum + result.cpuSeconds, 0);
	return table([
		['campaign', 'inputs', 'per CPU s', 'worst input', 'peak RSS', ...shownKinds.map(([title]) => title)],
		...results.map((result) => [
			result.name,
			String(result.inputs),
			(result.inputs / Math.max(result.cpuSeconds, 0.01)).toFixed(0),
			`${result.worst.milliseconds.toFixed(0)} ms @${result.worst.at}`,
			`${(result.peakKiB / 1024).toFixed(0)} MB`,
			...shownKinds.map(([, kinds]) => String(count(result, kinds))),
		]),
		[
			'all',
			String(inputs),
			(inputs / Math.max(cpu, 0.01)).toFixed(0),
			'',
			'',
			...shownKinds.map(([, kinds]) =>
				String(results.reduce((sum, result) => sum + count(result, kinds), 0)),
			),
		],
	]);
};
