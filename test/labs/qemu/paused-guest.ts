import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished} from 'vitest';
import type {DomainReport, Report} from '../report.ts';
import {startQemu} from '../start-qemu.ts';
import {type Monitor, openMonitor} from './monitor.ts';

/** A machine that need not boot, into which all kinds of devices can be plugged. */
const machine = [
	...['-S', '-accel', 'tcg,tb-size=16', '-machine', 'pc,nvdimm=on', '-display', 'none', '-nodefaults'],
	...['-m', '192,slots=8,maxmem=4G', '-smp', '1,maxcpus=4'],
];

/** A guest that stands still, and ways to plug devices into it. */
export type PausedGuest = {
	readonly name: string;
	/** The address for domtop. */
	readonly uri: string;
	readonly pid: number;
	/** The lab's monitor, on a second socket. */
	readonly monitor: Monitor;
	/** Plugs a memory device in. */
	readonly plugMemory: (driver: string, id: string, mebibytes: number, more?: object) => Promise<void>;
	/** Unplugs these devices at once: a machine that is reset asks no guest. */
	readonly unplug: (...ids: readonly string[]) => Promise<void>;
};

/** Starts a guest that is killed when the test ends. @param redirections see `startQemu`. */
export const startPausedGuest = async (
	name: string,
	more: readonly string[] = [],
	redirections?: string,
): Promise<PausedGuest> => {
	const folder = mkdtempSync('/run/domtop-lab-');
	chmodSync(folder, 0o700);
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const [socket, second] = ['first', 'second'].map((one) => join(folder, one)) as [string, string];
	const sockets = [socket, second].flatMap((path) => ['-qmp', `unix:${path},server=on,wait=off`]);
	const parameters = ['-name', name, ...machine, ...sockets, ...more];
	const {child, kill, lastOutput} = startQemu(parameters, new AbortController().signal, redirections);
	onTestFinished(kill);
	let monitor: Monitor | undefined;
	await expect
		.poll(
			async () => {
				monitor ??= await openMonitor(second).catch(() => undefined);
				return monitor ? 'it answers' : lastOutput();
			},
			{timeout: 30_000},
		)
		.toBe('it answers');
	if (!monitor) {
		throw new Error('The guest does not answer.');
	}

	const {ask, close} = monitor;
	onTestFinished(close);
	return {
		name,
		uri: `qmp://${socket}`,
		pid: child.pid ?? 0,
		monitor,
		plugMemory: async (driver, id, mebibytes, given) => {
			const size = mebibytes * 1024 ** 2;
			await ask('object-add', {'qom-type': 'memory-backend-ram', id: `m-${id}`, size});
			await ask('device_add', {driver, id, memdev: `m-${id}`, ...given});
		},
		unplug: async (...ids) => {
			for (const id of ids) {
				await ask('device_del', {id});
			}

			await ask('system_reset');
		},
	};
};

export const pausedRow = (
	report: Report | undefined,
	{name}: Pick<PausedGuest, 'name'>,
): DomainReport | undefined => report?.domains.find((domain) => domain.name === name);
