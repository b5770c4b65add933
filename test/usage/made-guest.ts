import {counterNames} from '../../source/model/counters.ts';
import type {Disk, Domain, Memory, MemoryTag, Nic, Vcpu} from '../../source/model/sample.ts';
import type {Chance} from '../fuzz/chance.ts';

/** A device of a made-up guest, whose counters go on from refresh to refresh. */
type Device = {
	readonly name: string;
	incarnation: number;
	readonly counters: Map<string, number>;
	readonly isVbd: boolean;
	readonly sectorBytes: number | undefined;
	readonly counterBits: 32 | undefined;
	readonly hasOwnTime: boolean;
};

/** A made-up guest. What becomes of it is by chance. */
export type MadeGuest = {
	readonly key: string;
	readonly uuid: string | undefined;
	name: string;
	incarnation: number;
	state: Domain['state'];
	disks: Device[] | undefined;
	nics: Device[] | undefined;
	readonly vcpus: Device[];
	readonly own: Map<string, number>;
	updated: number;
	readonly hasSum: boolean;
};

const deviceOf = (chance: Chance, name: string): Device => ({
	name,
	incarnation: 1,
	counters: new Map(),
	isVbd: chance.happens(0.3),
	sectorBytes: chance.pick([undefined, 512, 4096]),
	counterBits: chance.happens(0.2) ? 32 : undefined,
	hasOwnTime: chance.happens(0.2),
});

const devicesOf = (chance: Chance, names: readonly string[]): Device[] =>
	names.slice(chance.below(names.length)).map((name) => deviceOf(chance, name));

export const madeGuest = (chance: Chance, number: number): MadeGuest => {
	const hasUuid = chance.happens(0.8);
	return {
		key: hasUuid || chance.happens(0.5) ? `key-${number}` : 'key',
		uuid: hasUuid ? `uuid-${chance.happens(0.05) ? 0 : number}` : undefined,
		name: `guest-${chance.happens(0.1) ? 0 : number}`,
		incarnation: 1,
		state: chance.pick(['running', 'running', 'running', 'paused', 'shutoff', 'crashed', 'unknown']),
		disks: chance.happens(0.9) ? devicesOf(chance, ['vda', 'vdb', 'vdc', 'vdd']) : undefined,
		nics: chance.happens(0.9) ? devicesOf(chance, ['tap0', 'tap1', 'tap2']) : undefined,
		vcpus: devicesOf(chance, ['0', '1', '2']),
		own: new Map(),
		updated: 1_795_220_756,
		hasSum: chance.happens(0.1),
	};
};

/** Mostly grown; sometimes reset, unknown, the −1 of a u64, or past the end of 32 bits. */
const next = (chance: Chance, counters: Map<string, number>, name: string, bits: 32 | undefined) => {
	const before = counters.get(name) ?? chance.below(2 ** 32);
	const grown = before + chance.pick([0, 1, 4096, 12_345.5, 2 ** 31]);
	const now = chance.happens(0.03) ? chance.below(100) : bits === 32 ? grown % 2 ** 32 : grown;
	counters.set(name, now);
	return chance.happens(0.04) ? undefined : chance.happens(0.02) ? 2 ** 64 : now;
};

const change = (chance: Chance, devices: Device[] | undefined, name: string): Device[] | undefined => {
	const list = [...(devices ?? [])];
	const place = chance.below(list.length + 1);
	switch (chance.below(5)) {
		case 0: {
			return list.filter((_, index) => index !== place);
		}

		case 1: {
			return list.some((one) => one.name === name)
				? list
				: [...list.slice(0, place), deviceOf(chance, name), ...list.slice(place)];
		}

		case 2: {
			return list.toReversed();
		}

		case 3: {
			const again = list[place];
			if (again) {
				again.incarnation++;
				again.counters.clear();
			}

			return list;
		}

		default: {
			return undefined;
		}
	}
};

/** What becomes of a guest until the next refresh. */
export const goOn = (chance: Chance, guest: MadeGuest): void => {
	if (chance.happens(0.08)) {
		guest.incarnation++;
		guest.own.clear();
	}

	if (chance.happens(0.15)) {
		guest.state = chance.pick(['running', 'running', 'paused', 'shutoff', 'crashed']);
	}

	if (chance.happens(0.05)) {
		guest.name = `renamed-${chance.below(5)}`;
	}

	if (chance.happens(0.15)) {
		guest.disks = change(chance, guest.disks, chance.pick(['vda', 'vdb', 'vdx']));
	}

	if (chance.happens(0.1)) {
		guest.nics = change(chance, guest.nics, chance.pick(['tap0', 'tap1', 'tap9']));
	}

	guest.updated += chance.pick([0, 0, 1, 2, 30]);
};

const countersOf = (chance: Chance, {counters, counterBits}: Device, names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, next(chance, counters, name, counterBits)]));

const common = (chance: Chance, device: Device, at: number) => ({
	name: device.name,
	counterBits: device.counterBits,
	...(device.incarnation > 1 ? {incarnation: `${device.incarnation}`} : {}),
	...(device.hasOwnTime ? {at: at - chance.pick([0, 0.25, 5])} : {}),
});

const sectorNames = new Set(['readSectors', 'writeSectors']);
const byteNames = new Set(['readBytes', 'writeBytes']);

const diskOf = (chance: Chance, device: Device, at: number): Disk => ({
	...common(chance, device, at),
	...countersOf(
		chance,
		device,
		counterNames('disk').filter((name) => !(device.isVbd ? byteNames : sectorNames).has(name)),
	),
	...(device.isVbd ? {physicalSectorBytes: device.sectorBytes} : {}),
});

const nicOf = (chance: Chance, device: Device, at: number): Nic => ({
	...common(chance, device, at),
	...countersOf(chance, device, counterNames('nic')),
});

const vcpuOf = (chance: Chance, device: Device): Vcpu => ({
	index: Number(device.name),
	...countersOf(chance, device, counterNames('vcpu')),
});

const memoryOf = (chance: Chance, {own, updated}: MadeGuest): Memory => {
	const tags: readonly MemoryTag[] = [
		'swap_in',
		'swap_out',
		'major_fault',
		'minor_fault',
		'available',
		'unused',
	];
	return {
		currentKiB: next(chance, own, 'currentKiB', undefined),
		balloon: chance.pick(['present', 'absent', undefined]),
		period: chance.pick([undefined, 0, 2]),
		statsAge: chance.pick([undefined, 0, 1, 40]),
		statsAgeAtLeast: chance.pick([undefined, 3]),
		...(chance.happens(0.8)
			? {
					stats: [
						...tags
							.filter(() => chance.happens(0.9))
							.map((tag) => ({tag, value: next(chance, own, tag, undefined) ?? 0})),
						...(chance.happens(0.8) ? [{tag: 'last_update' as const, value: updated}] : []),
					],
				}
			: {}),
	};
};

/** What a driver reads of the guest. */
export const madeDomain = (chance: Chance, guest: MadeGuest, at: number, withVcpus: boolean): Domain => {
	const {key, uuid, name, incarnation, state, own, disks, nics} = guest;
	return {
		key,
		uuid,
		name,
		incarnation: `${incarnation}`,
		state,
		at,
		...(chance.happens(0.1) ? {datedFrom: at - chance.below(3)} : {}),
		...(chance.happens(0.1) ? {every: 10} : {}),
		...(chance.happens(0.1) ? {busy: {reason: 'a backup', seconds: 3}} : {}),
		...(chance.happens(0.2) ? {cpuAt: at - 0.5} : {}),
		...(chance.happens(0.1) ? {cpuRate: {percent: 12.5, interval: 10}} : {}),
		cpuSeconds: next(chance, own, 'cpuSeconds', undefined),
		memory: memoryOf(chance, guest),
		...(withVcpus ? {vcpus: guest.vcpus.map((device) => vcpuOf(chance, device))} : {}),
		disks: disks?.map((device) => diskOf(chance, device, at)),
		...(guest.hasSum ? {diskSum: {readBytes: next(chance, own, 'sum', undefined), writeBytes: 7}} : {}),
		nics: nics?.map((device) => nicOf(chance, device, at)),
	};
};
