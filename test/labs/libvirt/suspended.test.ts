import {afterAll, beforeAll, expect, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import type {Report} from '../report.ts';
import {rowOf} from '../rows.ts';
import {alpha, beta, type GuestConfig, gamma, idle, runningGuests} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {type Stats, system} from './virsh.ts';
import {
	type Witnessed,
	witnessed,
	witnessedDisks,
	witnessedNics,
	witnessedTags,
	witnessedVcpus,
} from './witness.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields that domtop derives or adds, and fields that change in a suspended guest: processor time, the emulator's memory. */
const notCompared =
	/PerSecond$|Percent$|LatencySeconds$|^(?:queueDepth|busiestDisk|key|uri|driver|host|incarnation|age|interval|cpuSeconds|residentKiB|balloonState|statsAge)$/;

/** The fields of one object that were read from libvirt, without nested objects. */
const read = (object: object | undefined): Fields =>
	Object.fromEntries(
		Object.entries(object ?? {}).filter(
			([name, value]) => !notCompared.test(name) && (typeof value !== 'object' || value === null),
		),
	);

describeLibvirt('guests that stand still: every field is that of virsh', () => {
	let lab: Lab;
	let stats: ReadonlyMap<string, Stats>;
	let line: Report | undefined;

	beforeAll(async () => {
		lab = openLab();
		for (const {name} of runningGuests) {
			await lab.virsh.ask('suspend', name);
		}

		// Otherwise the host asks the guest whether it is still there.
		await lab.run('ip', 'neighbour', 'flush', 'all');
		stats = await lab.virsh.stats();
		const command = builtProgram(['--json', '-c', system, '--view', 'cpu', '-n', '1', '-d', '0.5']);
		line = JSON.parse(await lab.run(...command));
	});

	afterAll(async () => {
		for (const {name} of runningGuests) {
			await lab.virsh.ask('resume', name);
		}
	});

	const statsOf = ({name}: GuestConfig): Stats => {
		const found = stats.get(name);
		if (found === undefined) {
			throw new Error(`virsh knows no ${name}.`);
		}

		return found;
	};

	const devices = (list: readonly object[] | undefined): readonly Fields[] => (list ?? []).map(read);

	test('all domains are there, with nothing to complain of', () => {
		expect(line?.domains.map(({name}) => name).toSorted()).toEqual([...stats.keys()].toSorted());
		expect(line?.domains.map(({driver}) => driver)).toEqual(line?.domains.map(() => 'libvirt'));
		expect(line?.problems).toEqual([]);
	});

	test.for([alpha, beta, gamma, idle])('domain, vCPUs, memory, disks and NICs of $name', async (guest) => {
		const own = statsOf(guest);
		const row = rowOf(line, guest);
		const xml = await lab.virsh.ask('dumpxml', guest.name);
		const id = (await lab.virsh.ask('domid', guest.name)).trim();
		const period = Number(/<stats period='(\d+)'/.exec(xml)?.[1] ?? 0);
		const macs = [...xml.matchAll(/<mac address='([^']+)'/g)].map(([, mac]) => mac);

		const {currentKiB, maximumKiB, ...domain} = witnessed(guest, own);
		const {nicsReason, stateReason, ...fields} = read(row);
		expect(stateReason).toBe(guest === idle ? undefined : 'paused by user');
		expect(fields).toEqual({...domain, ...(id === '-' ? {} : {id: Number(id)})});
		const {periodRefusal, reason, ...memory} = read(row?.memory);
		// For a domain that is off, libvirt says how much memory it would get.
		expect(memory).toEqual(guest === idle ? {maximumKiB} : {currentKiB, maximumKiB, period});
		expect([nicsReason, reason].map((reason) => reason === undefined)).toEqual([
			guest !== idle,
			guest !== idle,
		]);
		// libvirt itself refuses a period that cannot be set.
		expect(periodRefusal).toBeUndefined();
		const tags = new Map(row?.memory.stats?.map(({tag, value}) => [tag, value]));
		const witnessedMemory = new Map(witnessedTags(own));
		for (const map of [tags, witnessedMemory]) {
			// This is memory of the emulator, not of the guest.
			map.delete('rss');
		}

		// domtop gives the guest's memory under dommemstat's name, `actual`; domstats gives it under another name.
		const {actual, ...others} = Object.fromEntries(tags);
		expect(others).toEqual(Object.fromEntries(witnessedMemory));
		expect(actual ?? currentKiB).toBe(currentKiB);

		const disks: readonly Witnessed[] = witnessedDisks(own).map((disk) => ({...disk, backend: 'qemu'}));
		expect(devices(row?.disks).map(({reason: _, ...disk}) => disk)).toEqual(disks);
		expect(row?.disks?.map(({reason}) => reason === undefined)).toEqual(disks.map(() => guest !== idle));

		const named = devices(row?.nics).filter(({reason}) => reason === undefined);
		expect(named.map(({mac: _, ...nic}) => nic)).toEqual(witnessedNics(own));
		expect(row?.nics?.map(({mac}) => mac)).toEqual(guest === idle ? undefined : macs);

		const vcpus = row?.vcpus ?? [];
		expect(
			vcpus.map(({index, cpuSeconds}) => ({index, ...(cpuSeconds === undefined ? {} : {cpuSeconds})})),
		).toEqual(witnessedVcpus(own));
	});

	test('dommemstat, domblkstat and domifstat print what virsh prints', async () => {
		/** The lines without the emulator's memory. */
		const lines = (text: string) =>
			text
				.trimEnd()
				.split('\n')
				.filter((each) => !each.startsWith('rss '));
		const both = async (...command: readonly string[]) => {
			const ours = lines(await lab.run(...builtProgram(['-c', system, ...command])));
			const theirs = lines(await lab.virsh.ask(...command));
			expect(ours, command.join(' ')).toEqual(theirs);
			expect(ours.length, command.join(' ')).toBeGreaterThan(0);
		};
		for (const {name, nic} of runningGuests) {
			await both('dommemstat', name);
			await both('domblkstat', name);
			await both('domblkstat', name, 'vda');
			await both('domblkstat', name, 'vdb');
			if (nic !== 'user') {
				await both('domifstat', name, nic.name);
			}
		}
	});
});
