import {asShown, type Difference} from './difference.ts';
import type {Account} from './guest-account.ts';
import {endsOf, type Window} from './guest-truth.ts';
import type {DomainReport} from './report.ts';
import {readAt, rowOf} from './rows.ts';
import {cellsOf, shownNumber} from './screen-cells.ts';
import {meanRate, stepsOf} from './steps.ts';

const nothing = Number.NaN;
const point = 1;
/** Hundredths of a second: at either end the guest may be in a loop that it has not counted yet. */
const unfinishedLoop = 40;
/**
The use of processors beside what the guest knows of itself. A processor of the guest that is not idle keeps one thread of QEMU
on a processor of the host, or waiting for it: so this holds only in a calm window. The whole domain also has QEMU's main
loop, whose time the kernel tells.
*/
export const processorDifferences = (window: Window): readonly Difference[] => {
	const {spinner, spun, reports, pages, screenTimes, threads} = window;
	const percent = (from: number, to: number, pick: (account: Account) => number): number =>
		((spun.at(to, pick) - spun.at(from, pick)) / (to - from)) * 100;
	const [from, to] = endsOf(window, spinner);
	const [before, after] = threads;
	const main = ((after.mainSeconds - before.mainSeconds) / (after.at - before.at)) * 100;
	const mean = (
		pick: (row: DomainReport) => readonly [seconds: number | undefined, percent: number | undefined],
	) =>
		meanRate(
			stepsOf(reports, (report) => {
				const row = rowOf(report, spinner);
				const [counter, rate] = row ? pick(row) : [];
				return {at: readAt(report, spinner), incarnation: row?.incarnation, counter, rate};
			}),
		);
	const busy =
		(index: number) =>
		({busySeconds}: Account): number =>
			busySeconds[index] ?? nothing;
	const allBusy = ({busySeconds}: Account): number => busySeconds.reduce((sum, seconds) => sum + seconds, 0);
	const cpuRows = cellsOf(pages.cpu, spinner.name);
	return [
		...[0, 1].flatMap((index) => {
			const cell = cpuRows.find((row) => row.get('VCPU') === `${index}`)?.get('CPU%');
			return [
				{
					what: `JSON vCPU ${index} cpuPercent`,
					guest: percent(from, to, busy(index)),
					shown: mean(({vcpus}) => {
						const vcpu = vcpus?.find((one) => one.index === index);
						return [vcpu?.cpuSeconds, vcpu?.cpuPercent];
					}),
					allowed: point,
				},
				asShown(
					{what: `cpu ${index} CPU%`, guest: percent(...screenTimes, busy(index)), allowed: point},
					shownNumber(cell),
				),
			];
		}),
		{
			what: 'JSON cpuPercent',
			guest: percent(from, to, allBusy) + main,
			shown: mean(({cpuSeconds, cpuPercent}) => [cpuSeconds, cpuPercent]),
			allowed: point,
		},
		asShown(
			{what: 'domains CPU%', guest: percent(...screenTimes, allBusy) + main, allowed: point},
			shownNumber(cellsOf(pages.domains, spinner.name)[0]?.get('CPU%')),
		),
		// The guest's two accounts of itself: the length of its loops, and how long its processor was not idle.
		{
			what: "guest's own loop, hundredths a second",
			guest: percent(from, to, busy(1)),
			shown: percent(from, to, ({loopSeconds}) => loopSeconds),
			allowed: point + unfinishedLoop / (to - from),
		},
	];
};
