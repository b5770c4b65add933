import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'vitest';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {createProcessFinder} from '../../../drivers/qemu/process-finder.ts';
import {systemClock} from '../../../source/async/clock.ts';
import {type ConfiguredGuest, configuredGuests} from '../../drivers/qemu/configured-guests.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {missingCommands} from '../find-command.ts';
import {startQemu} from '../start-qemu.ts';
import {describeLab} from './lab.ts';
import {openMonitor} from './monitor.ts';

const still = ['-S', '-accel', 'tcg,tb-size=16', '-display', 'none', '-monitor', 'none', '-serial', 'null'];

/** What QEMU itself reports, and what domtop reads from its process alone. */
const both = async (
	{argv, config, architecture}: ConfiguredGuest,
	{expect, onTestFinished}: Pick<TestContext, 'expect' | 'onTestFinished'>,
) => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const [file, socket, inFile] = ['FILE', 's', 'SOCKET'].map((name) => join(folder, name)) as [
		string,
		string,
		string,
	];
	writeFileSync(file, (config ?? '').replace('SOCKET', inFile));
	const {child, kill, lastOutput} = startQemu(
		[
			...still,
			...argv.map((word) => (word === 'FILE' ? file : word)),
			...['-qmp', `unix:${socket},server=on,wait=off`],
		],
		new AbortController().signal,
		'',
		architecture,
	);
	onTestFinished(kill);
	let monitor: Awaited<ReturnType<typeof openMonitor>> | undefined;
	await expect
		.poll(
			async () => {
				monitor ??= await openMonitor(socket).catch(() => undefined);
				return monitor ? 'it answers' : lastOutput();
			},
			{timeout: 60_000},
		)
		.toBe('it answers');
	if (!monitor) {
		throw new Error('The guest does not answer.');
	}

	onTestFinished(monitor.close);
	const [memory, cpus, named, network] = (await Promise.all([
		monitor.ask('query-memory-size-summary'),
		monitor.ask('query-cpus-fast'),
		monitor.ask('query-name'),
		monitor.ask('human-monitor-command', {'command-line': 'info network'}),
	])) as [{'base-memory': number}, readonly unknown[], {name?: string}, string];
	const world = {root: '/', clock: systemClock, spawn, isOwn: () => true};
	const found = await createProcessFinder(world, createUnixTables('/', systemClock)).read(child.pid ?? 0);
	return {
		sockets: found?.monitors.sockets.map(({path}) => path),
		expectedSockets: [...(config?.includes('SOCKET') ? [inFile] : []), socket],
		truth: {
			memoryKiB: memory['base-memory'] / 1024,
			vcpuCount: cpus.length,
			name: named.name,
			macs: [...network.matchAll(/macaddr=(\S+)/g)].map(([, mac]) => mac),
		},
		read: {
			...found?.identity,
			macs: found?.nics.map(({mac}) => mac),
		},
	};
};

/** Several at once, about as many as the machine has processors for: each is a QEMU that stands still. */
describeLab('the configuration of a process', {timeout: 240_000}, () => {
	test.concurrent.for(configuredGuests)(
		'$argv with $config is read as QEMU reads it',
		async (guest, context) => {
			const {architecture = 'x86_64', macs} = guest;
			const missing = missingCommands({[`qemu-system-${architecture}`]: 'qemu-system-arm'}, process.env);
			if (missing.length > 0) {
				skipBecause(context.skip, missing.join(' '));
			}

			const {expect} = context;
			const {truth, read, sockets, expectedSockets} = await both(guest, context);
			expect(read).toMatchObject({
				memoryKiB: truth.memoryKiB,
				vcpuCount: truth.vcpuCount,
				...(macs && {macs: truth.macs}),
			});
			expect(read.name).toBe(truth.name);
			expect(sockets?.toSorted()).toEqual(expectedSockets.toSorted());
			expect(truth).toMatchObject(Object.fromEntries(Object.entries(guest).filter(([key]) => key in truth)));
		},
	);
});
