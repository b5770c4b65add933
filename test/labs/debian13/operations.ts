import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {system} from '../libvirt/virsh.ts';
import {makeDisk} from '../libvirt/world.ts';
import type {Watch} from '../program.ts';
import type {DomainReport} from '../report.ts';
import {faultsOf, rowOf} from '../rows.ts';
import {compareSuspended} from './compare-suspended.ts';
import type {Comparison} from './comparison.ts';
import {tapNic} from './guest-xml.ts';
import {layered} from './guests.ts';
import type {World} from './world.ts';

/** Seconds within which a change must be seen, on a busy machine whose guests work under emulation. */
const bound = 60;

/**
What is plugged in and changed while domtop watches, on alpha.
@param keep takes the comparisons that the tests make.
*/
export const describeOperations = (worldOf: () => World, keep: (comparison: Comparison) => void): void => {
	describe('while domtop watches', () => {
		let world: World;
		let watch: Watch;
		/** Runs a command of virsh on alpha. */
		const virsh = (command: string, ...parameters: readonly string[]): Promise<string> =>
			world.virsh.ask(command, world.guests.alpha.name, ...parameters);

		beforeEach(async () => {
			world = worldOf();
			watch = world.watch(['-c', system, '-d', '1']);
			await watch.next(1);
		});

		afterEach(async () => {
			await watch.stop();
			expect(faultsOf(watch.reports, world.guests.alpha)).toEqual([]);
		});

		/** The first row of alpha from now on that satisfies. */
		const until = (holds: (row: DomainReport) => boolean) =>
			watch.until((report) => {
				const row = rowOf(report, world.guests.alpha);
				return row !== undefined && holds(row);
			}, bound);

		const nicXml = (): string => join(world.folder, 'nic.xml');
		const diskNames = ({disks = []}: DomainReport): readonly string[] => disks.map(({name}) => name);
		const nicNames = ({nics = []}: DomainReport): readonly string[] => nics.map(({name}) => name);
		const sourceOf = ({disks = []}: DomainReport, name: string) =>
			disks.find((disk) => disk.name === name)?.source;

		test('a disk is plugged in', async () => {
			const file = makeDisk(world.folder, 'alpha-vdc');
			await virsh('attach-disk', file, 'vdc', '--targetbus', 'virtio', '--subdriver', 'raw', '--live');
			// The guest looks for partitions at once.
			await until(({disks}) => (disks?.find(({name}) => name === 'vdc')?.readBytes ?? 0) > 0);
		});

		test('a NIC is plugged in', async () => {
			writeFileSync(nicXml(), tapNic('alpha1', '52:54:00:d1:00:02'));
			await virsh('attach-device', nicXml(), '--live');
			await until((row) => nicNames(row).includes('alpha1'));
		});

		test('a vCPU is plugged in', async () => {
			await until(({vcpuCount}) => vcpuCount === 1);
			await virsh('setvcpus', '2', '--live');
			await until(({vcpuCount}) => vcpuCount === 2);
		});

		test('the balloon takes memory', async () => {
			await virsh('setmem', '81920', '--live');
			await until(({memory}) => memory.currentKiB === 81_920 && memory.maximumKiB === 98_304);
		});

		test('a disk with two snapshots is one row, whose source is the top layer', async () => {
			const others = ['vda', 'vdc', 'sda', 'sdz', ...(world.system === 'trixie' ? [] : ['nvme0n1'])];
			const untouched = others.flatMap((name) => ['--diskspec', `${name},snapshot=no`]);
			for (const layer of [1, 2]) {
				const file = layered(world.folder, layer);
				const top = ['--diskspec', `vdb,snapshot=external,file=${file}`];
				await virsh('snapshot-create-as', '--disk-only', '--no-metadata', ...top, ...untouched);
				await until((row) => sourceOf(row, 'vdb') === file);
			}

			const row = rowOf(await watch.fresh(), world.guests.alpha);
			expect(row && diskNames(row).toSorted()).toEqual(['vdb', ...others].toSorted());
		});

		test('all that stands still beside a copy that goes on: every number is that of virsh', async () => {
			const copy = join(world.folder, 'disks/copy.raw');
			await virsh('blockcopy', 'vda', copy, '--format', 'raw', '--transient-job', '--bandwidth', '1');
			const comparison = await compareSuspended(world, ['alpha', 'beta']);
			keep(comparison);
			expect(comparison.different).toEqual([]);
			expect(await virsh('dumpxml')).toContain('<mirror');
			await virsh('blockjob', 'vda', '--abort');
		});

		test('a disk and a NIC are unplugged', async () => {
			await virsh('detach-disk', 'vdc', '--live');
			await virsh('detach-device', nicXml(), '--live');
			await until((row) => !diskNames(row).includes('vdc') && !nicNames(row).includes('alpha1'));
		});
	});
};
