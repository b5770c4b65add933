import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {identifyDomains} from '../../../drivers/xen/identify-domains.ts';
import {xenDisks} from '../../../drivers/xen/mapping/disks.ts';
import {xenDomain} from '../../../drivers/xen/mapping/domain.ts';
import {xenNics} from '../../../drivers/xen/mapping/nics.ts';
import type {StoreView} from '../../../drivers/xenstore/create-store-view.ts';
import {createStoreView} from '../../../drivers/xenstore/create-store-view.ts';
import type {StoreDomain} from '../../../drivers/xenstore/store-domain.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {readCapturedStore} from '../../drivers/xen/captured-store.ts';
import {createFakeStore} from '../../drivers/xen/fake-store.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {aSample} from '../../helpers/sample-builder.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {finishByHand} from '../finish-by-hand.ts';
import {mutateBytes} from '../mutate-bytes.ts';
import {oddNumberText, oddText} from '../odd-values.ts';
import {sampleFaults} from '../sample-faults.ts';
import {storeDevice} from '../store-device.ts';

const sizeLimit = 10_000_000;

const node = /\/(?:name|vm|target|static-max|params|dev|type|mac|vifname|backend|physical-sector-size)$/;
const names = ['READ', 'DIRECTORY', 'WATCH', 'READ /local/domain/1/name', 'DIRECTORY /libxl/1/device/vbd'];
const errors = ['EACCES', 'EIO', 'EAGAIN', 'E2BIG', 'ENOSYS', 'EEXIST', '\u001B[31m', '\n', 'x'.repeat(5000)];

const domainOf = (id: number, store: StoreDomain, stored: StoreView, at: number): Domain => {
	const identity = identifyDomains([id], {
		hypervisor: undefined,
		stored: stored.domains(),
		before: new Map(),
		names: new Map(),
	}).get(id);
	const nothing = {
		vbds: [],
		vifs: [],
		readVbd: () => undefined,
		readVif: () => [],
		unlistedReason: undefined,
	};
	return xenDomain({
		id,
		identity: identity ?? {key: `${id}`, name: `${id}`},
		at,
		hypervisor: {id, state: 'idle', memoryKiB: 65_536},
		cpuAt: undefined,
		store,
		disks: xenDisks({...nothing, stored: store.disks, listedQdisks: [], qdisks: new Map()}),
		nics: xenNics(id, {...nothing, stored: store.nics}),
		devicesReason: undefined,
		ownMemory: undefined,
	});
};

const sampleOf = (view: StoreView, at: number): Sample =>
	aSample(
		[...view.domains()].map(([id, store]) => domainOf(id, store, view, at)),
		{
			host: {at},
			problems: [
				...[...view.domains()].flatMap(([id, {trouble}]) =>
					trouble === undefined ? [] : [{kind: `domain ${id}`, message: trouble, advice: 'Look.'}],
				),
				...[view.trouble() ?? []].flat(),
			],
		},
	);

/** A conversation with an xenstored whose nodes, errors and bytes are not what they should be. */
export const xenstoreConversation: Campaign = {
	name: 'xenstore-conversation',
	round: 25,
	open: () => {
		const root = mkdtempSync(join(tmpdir(), 'domtop-fuzz-'));
		mkdirSync(join(root, 'dev/xen'), {recursive: true});
		writeFileSync(join(root, 'dev/xen/xenbus'), '');
		const nodes = readCapturedStore();
		// The captured guest has no agent, and agents write as they like.
		const agents = ['memory/meminfo', 'data/meminfo_total', 'data/meminfo_free'];
		const paths = [
			...[...nodes.keys()].filter((path) => node.test(path)),
			...agents.map((path) => `/local/domain/1/${path}`),
		];
		const meminfo = (chance: Chance): string =>
			['MemTotal', 'MemFree', 'MemAvailable', 'Buffers', 'Cached', 'SwapTotal', 'SwapFree']
				.filter(() => chance.happens(0.8))
				.map((row) => `${row}:${chance.pick([' ', '        ', ''])}${oddNumberText(chance)} kB`)
				.join('\n');
		const someValue = (chance: Chance): Buffer =>
			chance.happens(0.1)
				? Buffer.from(meminfo(chance))
				: chance.happens(0.4)
					? Buffer.from(oddNumberText(chance))
					: Buffer.from(oddText(chance, Math.min(chance.size(sizeLimit), 3_000_000)));
		return {
			next: (chance) => {
				const changes = Array.from(
					{length: 1 + chance.below(5)},
					() => [chance.pick(paths), someValue(chance)] as const,
				);
				const refusal = chance.happens(0.2)
					? ([chance.pick(names), chance.pick(errors)] as const)
					: undefined;
				const spoils = chance.happens(0.1);
				return {
					input: {
						changes: changes.map(([path, value]) => [path, value.toString('latin1', 0, 100)]),
						refusal,
						spoils,
					},
					check: async () => {
						const store = createFakeStore(new Map([...nodes, ...changes.slice(1)]));
						const clock = createHandClock();
						const spoil = (frame: Buffer): Buffer =>
							spoils && chance.happens(0.02) ? mutateBytes(chance, frame) : frame;
						const view = createStoreView({root, clock, openDevice: storeDevice(store, spoil)});
						const refresh = () => finishByHand(clock, view.refresh(new AbortController().signal), 60);
						if (refusal) {
							store.refuse(...refusal, 1 + chance.below(4));
						}

						await refresh();
						const samples = [sampleOf(view, 100)];
						for (const [path, value] of changes) {
							store.write(path, value);
						}

						await refresh();
						samples.push(sampleOf(view, 101));
						await finishByHand(clock, view.close(), 60);
						return sampleFaults(chance, samples);
					},
				};
			},
			close: () => rmSync(root, {recursive: true, force: true}),
		};
	},
};
