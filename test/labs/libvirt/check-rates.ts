import {expect} from 'vitest';
import type {DiskReport, NicReport, Report} from '../report.ts';
import {diskOf, type LabGuest, nicOf, readAt, rowOf} from '../rows.ts';
import {stepsOf} from '../steps.ts';

type Pick = (line: Report) => readonly [counter: number | undefined, rate: number | undefined];

/**
Each rate shown equals the growth of its counter within 1 %, because the times in a line are in whole milliseconds.
Enough lines must have a rate.
*/
const checkRate = (lines: readonly Report[], guest: LabGuest, where: string, pick: Pick): void => {
	const steps = stepsOf(lines, (line) => {
		const [counter, rate] = pick(line);
		return {at: readAt(line, guest), incarnation: rowOf(line, guest)?.incarnation, counter, rate};
	}).filter(({rate}) => !Number.isNaN(rate));
	// On a busy machine a line may repeat the line before.
	expect(steps.length, where).toBeGreaterThanOrEqual(lines.length / 2 - 1);
	for (const {seconds, grown, rate} of steps) {
		expect(grown, where).toBeGreaterThanOrEqual(0);
		expect(Math.abs(rate * seconds - grown), where).toBeLessThanOrEqual(0.01 * grown);
	}
};

const diskRates = [
	['readBytes', 'readBytesPerSecond'],
	['writeBytes', 'writeBytesPerSecond'],
	['readRequests', 'readRequestsPerSecond'],
	['writeRequests', 'writeRequestsPerSecond'],
] as const satisfies ReadonlyArray<readonly [keyof DiskReport, keyof DiskReport]>;

const nicRates = [
	['receiveBytes', 'receiveBytesPerSecond'],
	['transmitBytes', 'transmitBytesPerSecond'],
	['receivePackets', 'receivePacketsPerSecond'],
	['transmitPackets', 'transmitPacketsPerSecond'],
] as const satisfies ReadonlyArray<readonly [keyof NicReport, keyof NicReport]>;

/** Checks the rates of both disks of a guest, which move data, and of its processor time. */
export const checkDiskRates = (lines: readonly Report[], guest: LabGuest): void => {
	for (const disk of ['vda', 'vdb']) {
		for (const [counter, rate] of diskRates) {
			checkRate(lines, guest, `${guest.name} ${disk} ${rate}`, (line) => {
				const usage = diskOf(line, guest, disk);
				return [usage?.[counter], usage?.[rate]];
			});
		}

		const [first, last] = [lines[0], lines.at(-1)].map((line) => diskOf(line, guest, disk)?.readBytes);
		expect(last, `${guest.name} ${disk}`).toBeGreaterThan(first ?? Number.NaN);
	}

	checkRate(lines, guest, `${guest.name} cpuPercent`, (line) => {
		const {cpuSeconds, cpuPercent} = rowOf(line, guest) ?? {};
		return [cpuSeconds, cpuPercent === undefined ? undefined : cpuPercent / 100];
	});
};

/** Checks the rates of a NIC. */
export const checkNicRates = (lines: readonly Report[], guest: LabGuest, nic: string): void => {
	for (const [counter, rate] of nicRates) {
		checkRate(lines, guest, `${guest.name} ${nic} ${rate}`, (line) => {
			const usage = nicOf(line, guest, nic);
			return [usage?.[counter], usage?.[rate]];
		});
	}
};
