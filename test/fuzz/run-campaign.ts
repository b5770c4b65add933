import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Failure} from './run-trials.ts';
import {watchChild} from './watch-child.ts';

/** What came of a campaign. */
export type CampaignResult = {
	readonly name: string;
	readonly inputs: number;
	readonly cpuSeconds: number;
	readonly worst: {readonly milliseconds: number; readonly at: number};
	readonly peakKiB: number;
	readonly failures: readonly Failure[];
};

/** Processes that may end before their time, each by a hang or a crash, before the campaign is given up. */
const mostLegs = 6;

/** Runs it for so many seconds; where an input ended its process, another one goes on behind that input. */
export const runCampaign = async (name: string, seed: number, seconds: number): Promise<CampaignResult> => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-fuzz-'));
	const end = performance.now() + seconds * 1000;
	const failures: Failure[] = [];
	let [from, inputs, cpuSeconds, peakKiB] = [0, 0, 0, 0];
	let worst = {milliseconds: 0, at: 0};
	try {
		for (let leg = 1; leg <= mostLegs; leg += 1) {
			const left = (end - performance.now()) / 1000;
			if (left <= 0) {
				break;
			}

			const file = join(folder, `place-${leg}`);
			const result = await watchChild({name, seed, from, seconds: left, count: 0, file});
			failures.push(...result.failures);
			cpuSeconds += result.cpuSeconds;
			if (result.done) {
				inputs += result.done.inputs;
				worst = result.done.worst.milliseconds > worst.milliseconds ? result.done.worst : worst;
				peakKiB = Math.max(peakKiB, result.done.peakKiB);
				break;
			}

			inputs += result.at + 1 - from;
			from = result.at + 1;
		}
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}

	return {name, inputs, cpuSeconds, worst, peakKiB, failures};
};
