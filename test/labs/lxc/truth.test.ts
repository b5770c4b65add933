import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest';
import {type Difference, differenceText, isTooLarge, withinShare} from '../difference.ts';
import {guestHistory} from '../guest-clock.ts';
import {enterNamespace} from '../libvirt/namespace.ts';
import {runner} from '../libvirt/virsh.ts';
import {labProgram} from '../program.ts';
import type {DomainReport, Report} from '../report.ts';
import {readAt, rowOf} from '../rows.ts';
import {sendTraffic, type Traffic} from '../send-traffic.ts';
import {meanRate, stepsOf} from '../steps.ts';
import {type BoxAccount, watchBox} from './box-accounts.ts';

const nothing = Number.NaN;
const uri = 'lxc:///system';

const rates: ReadonlyArray<
	readonly [
		what: string,
		box: (account: BoxAccount) => number,
		json: (row: DomainReport) => readonly [counter: number | undefined, rate: number | undefined],
	]
> = [
	['read', ({movedBytes}) => movedBytes, (row) => [row.diskSum?.readBytes, row.readBytesPerSecond]],
	['written', ({movedBytes}) => movedBytes, (row) => [row.diskSum?.writeBytes, row.writeBytesPerSecond]],
	...(['receiveBytes', 'transmitBytes', 'receivePackets', 'transmitPackets'] as const).map(
		(counter) =>
			[
				counter,
				({nic}: BoxAccount) => nic[counter],
				({nics}: DomainReport) => [nics?.[0]?.[counter], nics?.[0]?.[`${counter}PerSecond`]] as const,
			] as const,
	),
];

describe.skipIf(inject('lxc') === undefined)('what a container counts itself', () => {
	const world = inject('lxc');
	const enter = enterNamespace(world?.keeper ?? 0);
	const run = runner(enter);
	const {watch} = labProgram(enter);
	const order = (name: 'spin' | 'hold'): string => join(world?.folder ?? '', 'container/data', name);
	let traffic: Traffic;

	beforeAll(() => {
		writeFileSync(order('spin'), '');
		traffic = sendTraffic(enter, '198.18.9.2');
	});

	afterAll(async () => {
		await traffic.stop();
		rmSync(order('spin'), {force: true});
		rmSync(order('hold'), {force: true});
	});

	const boxIn = (report: Report | undefined): DomainReport | undefined =>
		report?.domains.find(({name}) => name === 'box');

	test('disks, NIC and processor are what domtop shows over half a minute', async ({annotate}) => {
		const box = watchBox(run);
		await box.first;
		const running = watch(['-c', uri, '-d', '2']);
		const reports = await running.next(16);
		await running.stop();
		const history = guestHistory(await box.stop());
		const guest = {name: 'box', uuid: boxIn(reports[0])?.uuid ?? ''};
		const [from, to] = [reports[0], reports.at(-1)].map((report) =>
			report ? readAt(report, guest) : nothing,
		) as [number, number];
		const perSecond = (pick: (account: BoxAccount) => number): number =>
			(history.at(to, pick) - history.at(from, pick)) / (to - from);
		const mean = (json: (typeof rates)[number][2]): number =>
			meanRate(
				stepsOf(reports, (report) => {
					const row = rowOf(report, guest);
					const [counter, rate] = row ? json(row) : [];
					return {at: readAt(report, guest), incarnation: row?.incarnation, counter, rate};
				}),
			);
		const cpuPercent = mean((row) => [row.cpuSeconds, row.cpuPercent]);
		const used = perSecond(({usedSeconds}) => usedSeconds) * 100;
		const differences: readonly Difference[] = [
			...rates.map(([what, pick, json]) => withinShare(what, perSecond(pick), mean(json))),
			{
				what: 'cpuPercent',
				guest: perSecond(({allSeconds}) => allSeconds) * 100,
				shown: cpuPercent,
				allowed: 1,
			},
			// The rest of the container starts a few programs a second.
			{what: 'cpuPercent, of which the loop', guest: used, shown: cpuPercent, allowed: 3},
			{
				what: "the loop's own hundredths a second, with what it waited for a processor",
				guest: used + perSecond(({waitSeconds}) => waitSeconds) * 100,
				shown: perSecond(({loopSeconds}) => loopSeconds) * 100,
				allowed: 3,
			},
		];
		await annotate(differences.map(differenceText).join('\n'));
		expect(differences.filter(isTooLarge).map(differenceText)).toEqual([]);
	});

	test('memory grows by what it takes, and shrinks by what it gives back', async () => {
		const heldKiB = 20 * 1024;
		const running = watch(['-c', uri, '-d', '0.5']);
		const sizeIn = (report: Report): number => boxIn(report)?.memory.residentKiB ?? nothing;
		const before = sizeIn(await running.next(1).then(([report]) => report as Report));
		const isHeld = (report: Report): boolean => Math.abs(sizeIn(report) - before - heldKiB) <= 2048;
		const isBack = (report: Report): boolean => Math.abs(sizeIn(report) - before) <= 2048;
		writeFileSync(order('hold'), '');
		await running.until(isHeld);
		rmSync(order('hold'));
		await running.until(isBack);
		await running.stop();
	});
});
