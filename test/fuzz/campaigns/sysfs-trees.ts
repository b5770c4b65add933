import {readDeviceFolder} from '../../../drivers/xen/backend/read-device-folder.ts';
import {createVbdReader} from '../../../drivers/xen/backend/vbd-reader.ts';
import {createVifReader} from '../../../drivers/xen/backend/vif-reader.ts';
import {xenDisks} from '../../../drivers/xen/mapping/disks.ts';
import {xenDomain} from '../../../drivers/xen/mapping/domain.ts';
import {xenNics} from '../../../drivers/xen/mapping/nics.ts';
import {systemClock} from '../../../source/async/clock.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {aSample} from '../../helpers/sample-builder.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {fixtureJson} from '../fixture.ts';
import {mutateText} from '../mutate-bytes.ts';
import {oddNumberText, oddText} from '../odd-values.ts';
import {sampleFaults} from '../sample-faults.ts';
import {createSpoiltTree, type Entries, type Spoilt} from '../spoilt-tree.ts';

const sizeLimit = 10_000_000;

const bus = '/sys/bus/xen-backend/devices';
const netDevices = '/proc/net/dev';

/** A name in a folder: 255 bytes, neither a slash nor a zero. */
const fileName = (chance: Chance): string =>
	Buffer.from(
		oddText(chance, 1 + chance.below(20))
			.toWellFormed()
			.replaceAll(/[/\0]/g, '_'),
	)
		.subarray(0, 200)
		.toString()
		.replace(/^\.{0,2}$/, '_');

const deviceName = (chance: Chance): string =>
	chance.happens(0.7)
		? `${chance.pick(['vbd', 'vif', 'qdisk', 'tap'])}-${chance.pick(['0', '1', '65535', oddNumberText(chance)])}-${chance.pick(['0', '51712', '2147483647', oddNumberText(chance)])}`
				.replaceAll('/', '')
				.slice(0, 200)
		: fileName(chance);

const interfaceLine = (
	chance: Chance,
	name = chance.pick(['vif1.0', 'vif1.0-emu', fileName(chance)]),
): string => `${name.padStart(6)}:${Array.from({length: 16}, () => ` ${oddNumberText(chance)}`).join('')}\n`;

/** What the kernel could show there, or what stands there in its place. */
const otherContent = (chance: Chance, captured: string, size: number): Spoilt => {
	const kind = chance.unit();
	return kind < 0.6
		? {text: `${oddNumberText(chance)}\n`}
		: kind < 0.8
			? {text: mutateText(chance, captured, size)}
			: chance.pick<Spoilt>([
					'folder',
					'nothing',
					{text: ''},
					{link: 'loop'},
					{link: '/dev/zero-that-is-not'},
				]);
};

const someChanges = (chance: Chance, entries: Entries): ReadonlyMap<string, Spoilt> => {
	const paths = Object.keys(entries).filter((path) => /statistics|vif|net|vbd/.test(path));
	const changes = new Map<string, Spoilt>();
	for (let left = 1 + chance.below(5); left > 0; left -= 1) {
		const path = chance.pick(paths);
		const captured = entries[path];
		changes.set(
			path,
			otherContent(chance, captured && 'text' in captured ? captured.text : '', chance.size(sizeLimit)),
		);
	}

	const size = chance.size(sizeLimit);
	const captured = entries[netDevices];
	const some = Array.from({length: chance.below(4)}, () => interfaceLine(chance)).join('');
	// The kernel takes any name but for blanks and a few signs (net/core/dev.c, dev_valid_name).
	const renamed = fileName(chance).replaceAll(/[\s:]/g, '_');
	if (chance.happens(0.4)) {
		changes.set(`/sys/devices/vif-1-${chance.pick([0, 1])}/net/${renamed}`, 'folder');
	}

	const many = size > 1000 ? interfaceLine(chance) : '';
	const lines =
		some + interfaceLine(chance, renamed) + many.repeat(Math.ceil(size / Math.max(1, many.length)));
	if (chance.happens(0.5) && captured && 'text' in captured) {
		changes.set(netDevices, {text: mutateText(chance, `${captured.text}${lines}`)});
	}

	if (chance.happens(0.3)) {
		changes.set(
			`${bus}/${deviceName(chance)}`,
			chance.pick<Spoilt>(['folder', {link: '../../../devices/vbd-1-51712'}]),
		);
	}

	return changes;
};

const createReading = (root: string) => {
	const [vbds, vifs] = [createVbdReader(root, systemClock), createVifReader(root)];
	const stored = undefined;
	const domainOf = (id: number, at: number, folder: ReturnType<typeof readDeviceFolder>): Domain => {
		const own = folder.devices?.get(id) ?? {vbds: [], vifs: []};
		const unlistedReason = folder.reason;
		return xenDomain({
			id,
			identity: {key: `${id}`, name: `domain ${id}`},
			at,
			hypervisor: undefined,
			cpuAt: undefined,
			store: undefined,
			disks: xenDisks({
				vbds: own.vbds,
				readVbd: (devid) => vbds.read(id, devid),
				stored,
				listedQdisks: own.qdisks ?? [],
				qdisks: new Map(),
				unlistedReason,
			}),
			nics: xenNics(id, {
				vifs: own.vifs,
				readVif: (devid, name) => vifs.read(id, devid, name),
				stored,
				unlistedReason,
			}),
			devicesReason: unlistedReason,
			ownMemory: undefined,
		});
	};

	return (at: number): Sample => {
		const folder = readDeviceFolder(root);
		vifs.refresh(at);
		const ids = [...(folder.devices?.keys() ?? [])].slice(0, 50);
		const problems =
			folder.reason === undefined ? [] : [{kind: 'sysfs', message: folder.reason, advice: 'Look.'}];
		return aSample(
			ids.map((id) => domainOf(id, at, folder)),
			{host: {at}, problems},
		);
	};
};

/** What dom0's kernel tells of VBDs, vifs and interfaces, read before, while and after it is spoilt. */
export const sysfsTrees: Campaign = {
	name: 'sysfs-trees',
	round: 60,
	open: () => {
		const entries = fixtureJson<Entries>('xen/backend/tree-running.json');
		const tree = createSpoiltTree(entries);
		return {
			next: (chance) => {
				const changes = someChanges(chance, entries);
				return {
					input: changes,
					check: () => {
						const read = createReading(tree.root);
						const samples = [read(100)];
						const mend = tree.spoil(changes);
						try {
							samples.push(read(101));
						} finally {
							mend();
						}

						samples.push(read(102));
						return sampleFaults(chance, samples);
					},
				};
			},
			close: tree.remove,
		};
	},
};
