import {asShown, type Difference, withinShare} from './difference.ts';
import type {Account, DiskAccount, NicAccount} from './guest-account.ts';
import {endsOf, type Window} from './guest-truth.ts';
import type {DiskReport, DomainReport, NicReport} from './report.ts';
import {diskOf, readAt, rowOf} from './rows.ts';
import {cellsOf, shownNumber} from './screen-cells.ts';
import {meanRate, stepsOf} from './steps.ts';

const nothing = Number.NaN;

/** A rate: how the guest counts it, how JSON has it, and where it stands on the screen. */
type Rate = {
	readonly what: string;
	readonly guest: (account: Account) => number;
	readonly json: (row: DomainReport) => readonly [counter: number | undefined, rate: number | undefined];
	readonly cells: ReadonlyArray<
		readonly [page: 'domains' | 'disks' | 'nics', device: string, heading: string]
	>;
};

const diskNames = ['vda', 'vdb'] as const;

const diskCounters = [
	['readBytes', 'readBytesPerSecond', 'RD/s'],
	['writeBytes', 'writeBytesPerSecond', 'WR/s'],
	['readRequests', 'readRequestsPerSecond', 'RRQ/s'],
	['writeRequests', 'writeRequestsPerSecond', 'WRQ/s'],
	['flushRequests', 'flushRequestsPerSecond', 'FLS/s'],
] as const satisfies ReadonlyArray<readonly [keyof DiskAccount & keyof DiskReport, keyof DiskReport, string]>;

const nicCounters = [
	['receiveBytes', 'receiveBytesPerSecond', 'RX/s'],
	['transmitBytes', 'transmitBytesPerSecond', 'TX/s'],
	['receivePackets', 'receivePacketsPerSecond', 'RXPK/s'],
	['transmitPackets', 'transmitPacketsPerSecond', 'TXPK/s'],
] as const satisfies ReadonlyArray<readonly [keyof NicAccount & keyof NicReport, keyof NicReport, string]>;

const ratesOf = ({mover}: Window, hasNic: boolean): readonly Rate[] => {
	const disk = ({disks}: DomainReport, name: 'vda' | 'vdb') =>
		disks?.find((one) => one.name === mover.disks[name]);
	return [
		...diskNames.flatMap((name) =>
			diskCounters.map(
				([counter, rate, heading]): Rate => ({
					what: `${name} ${rate}`,
					guest: ({disks}) => disks[name]?.[counter] ?? nothing,
					json: (row) => [disk(row, name)?.[counter], disk(row, name)?.[rate]],
					cells: [['disks', mover.disks[name], heading]],
				}),
			),
		),
		...diskNames.flatMap((name) =>
			(['read', 'write'] as const).map(
				(direction): Rate => ({
					what: `${name} ${direction}BytesPerSecond by dd`,
					guest: ({disks}) => disks[name]?.[direction === 'read' ? 'ddReadBytes' : 'ddWriteBytes'] ?? nothing,
					json: (row) => [
						disk(row, name)?.[`${direction}Bytes`],
						disk(row, name)?.[`${direction}BytesPerSecond`],
					],
					cells: [],
				}),
			),
		),
		{
			what: 'bytesPerSecond of the busiest disk',
			guest: ({disks: {vda}}) => (vda?.readBytes ?? nothing) + (vda?.writeBytes ?? nothing),
			json: (row) => {
				const {
					readBytes = nothing,
					writeBytes = nothing,
					readBytesPerSecond = nothing,
					writeBytesPerSecond = nothing,
				} = disk(row, 'vda') ?? {};
				return [readBytes + writeBytes, readBytesPerSecond + writeBytesPerSecond];
			},
			cells: [['domains', '', 'ITS/s']],
		},
		...diskCounters.slice(0, 4).map(
			([counter, rate, heading]): Rate => ({
				what: `domain ${rate}`,
				guest: ({disks}) => diskNames.reduce((sum, name) => sum + (disks[name]?.[counter] ?? nothing), 0),
				json: (row) => [
					diskNames.reduce((sum, name) => sum + (disk(row, name)?.[counter] ?? nothing), 0),
					row[rate as keyof DomainReport] as number | undefined,
				],
				cells: [['domains', '', heading]],
			}),
		),
		...(hasNic ? nicCounters : []).map(
			([counter, rate, heading]): Rate => ({
				what: rate,
				guest: ({nic}) => nic?.[counter] ?? nothing,
				json: ({nics}) => [nics?.[0]?.[counter], nics?.[0]?.[rate]],
				cells: [
					['nics', '', heading],
					['domains', '', heading],
				],
			}),
		),
	];
};

/** The rates over half a minute, in JSON and on the screen, beside what the guest counted in it. */
export const deviceDifferences = (window: Window): readonly Difference[] => {
	const {mover, moved, reports, pages, screenTimes} = window;
	const perSecond = (from: number, to: number, {guest}: Rate): number =>
		(moved.at(to, guest) - moved.at(from, guest)) / (to - from);
	const hasNic = moved.at(screenTimes[0], ({nic}) => nic?.receiveBytes ?? nothing) >= 0;
	const [from, to] = endsOf(window, mover);
	return ratesOf(window, hasNic).flatMap((rate) => {
		const {what, json, cells} = rate;
		const steps = stepsOf(reports, (report) => {
			const row = rowOf(report, mover);
			const [counter, perSecond] = row ? json(row) : [];
			return {at: readAt(report, mover), incarnation: row?.incarnation, counter, rate: perSecond};
		});
		const onScreen = withinShare(what, perSecond(...screenTimes, rate), nothing);
		return [
			withinShare(`JSON ${what}`, perSecond(from, to, rate), meanRate(steps)),
			...cells.map(([page, device, heading]) => {
				const rows = cellsOf(pages[page], mover.name);
				const row = rows.find((row) => device === '' || row.get('DISK') === device);
				return asShown({...onScreen, what: `${page} ${device} ${heading}`}, shownNumber(row?.get(heading)));
			}),
		];
	});
};

/**
For each counter: the numbers by which domtop's may exceed the guest's, the least and the most. A guest counts from its boot, and
QEMU from its start. The two count the same where one number fits all reports, so where the least is not above the most.
*/
export const counterGaps = (
	window: Window,
): ReadonlyArray<{readonly what: string; readonly least: number; readonly most: number}> => {
	const {mover, moved, reports, screenTimes} = window;
	const hasNic = moved.at(screenTimes[0], ({nic}) => nic?.receiveBytes ?? nothing) >= 0;
	return ratesOf(window, hasNic)
		.filter(({what}) => !what.endsWith('by dd'))
		.map(({what, guest, json}) => {
			const gaps = reports.map((report) => {
				const row = rowOf(report, mover);
				const ours = (row ? json(row)[0] : undefined) ?? nothing;
				// The counters were read within their age of the moment that stands for them.
				const [at, slack] = [readAt(report, mover), row?.age ?? nothing];
				const [low] = moved.around(at - slack, guest);
				const [, high] = moved.around(at + slack, guest);
				return {least: ours - high, most: ours - low};
			});
			return {
				what: what.replace('PerSecond', ''),
				least: Math.max(...gaps.map(({least}) => least)),
				most: Math.min(...gaps.map(({most}) => most)),
			};
		});
};

/**
Disks whose requests took more time in QEMU than in the guest, which also waits for QEMU's answer to reach it: none. The guest
counts milliseconds.
*/
export const impossibleTimes = (window: Window): readonly string[] => {
	const {mover, moved, reports} = window;
	const [from, to] = endsOf(window, mover);
	return diskNames.flatMap((name) =>
		(['read', 'write'] as const).flatMap((direction) => {
			const [first = nothing, last = nothing] = [reports[0], reports.at(-1)].map(
				(report) => diskOf(report, mover, mover.disks[name])?.[`${direction}TimeSeconds`],
			);
			const guest = (time: number): number =>
				moved.at(time, ({disks}) => disks[name]?.[`${direction}Seconds`] ?? nothing);
			const [ours, theirs] = [last - first, guest(to) - guest(from) + 0.001];
			return ours > 0 && ours <= theirs ? [] : [`${name} ${direction}: ${ours} s, guest ${theirs} s`];
		}),
	);
};
