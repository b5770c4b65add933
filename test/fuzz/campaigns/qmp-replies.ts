import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {askGuest, type GuestKnowledge} from '../../../drivers/qemu/ask-guest.ts';
import {askHardware} from '../../../drivers/qemu/ask-hardware.ts';
import {identifyGuest} from '../../../drivers/qemu/identify-guest.ts';
import {readingFromAnswers} from '../../../drivers/qemu/mapping/domain.ts';
import type {QmpClient} from '../../../drivers/qmp/qmp-client.ts';
import {QmpFault} from '../../../drivers/qmp/qmp-fault.ts';
import {QmpRefusal} from '../../../drivers/qmp/qmp-refusal.ts';
import {boundedSample} from '../../../source/model/domain-bounds.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {commandKey, type Message, type Recording, readRecording} from '../../drivers/qemu/recording.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {aSample} from '../../helpers/sample-builder.ts';
import {biggest} from '../biggest.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {jsonText, mutateValue} from '../mutate-value.ts';
import {oddText} from '../odd-values.ts';
import {sampleFaults} from '../sample-faults.ts';

/** What these recordings have not, as they have no memory devices. */
const memoryDevices = commandKey('query-memory-devices', undefined);
const memoryReply: Message = {
	return: ['dimm', 'nvdimm', 'virtio-mem', 'virtio-pmem'].map((type) => ({
		type,
		data: {size: 2 ** 27, 'max-size': 2 ** 28},
	})),
};

/** Entries of the longest list. */
const countLimit = 20_000;

/** Changes some of the answers that were recorded. */
const changed = (chance: Chance, {replies}: Recording): ReadonlyMap<string, Message> => {
	const size = chance.size(countLimit * 1000);
	const some = new Map([...replies, [memoryDevices, memoryReply]]);
	for (let left = 1 + chance.below(4); left > 0; left -= 1) {
		const key = chance.pick([...some.keys()]);
		const before = some.get(key) ?? {};
		const count = size > 1000 ? size / 1000 : 0;
		const value = chance.happens(0.08)
			? {error: {class: oddText(chance), desc: oddText(chance)}}
			: {return: mutateValue(chance, before.return, count)};
		some.set(key, JSON.parse(jsonText(value)) as Message);
	}

	return some;
};

type Disk = {readonly device?: string; readonly qdev?: string};

/** A great many disks, vCPUs or letters, others at each refresh. */
const many = (
	chance: Chance,
	replies: ReadonlyMap<string, Message>,
	refresh: number,
): ReadonlyMap<string, Message> => {
	const [disks, cpus, name] = ['query-blockstats', 'query-cpus-fast', 'query-name'].map((command) =>
		commandKey(command, undefined),
	) as [string, string, string];
	const [disk] = (replies.get(disks)?.return ?? []) as readonly Disk[];
	const list = (count: number, make: (place: number) => object): Message => ({
		return: Array.from({length: count}, (_, place) => make(place)),
	});
	const kind = chance.below(3);
	return new Map([
		...replies,
		kind === 0
			? [disks, list(biggest.renamedDisks, (place) => ({...disk, device: '', qdev: `d${place}-${refresh}`}))]
			: kind === 1
				? [cpus, list(biggest.vcpus, (place) => ({'cpu-index': place, 'thread-id': place + 1}))]
				: [name, {return: {name: oddText(chance, biggest.letters)}}],
	]);
};

/** A peer that answers so; what it has no answer to it does not know. */
const clientOf = (replies: ReadonlyMap<string, Message>, now: () => number): QmpClient => ({
	execute: async (command, arguments_) => {
		const reply = replies.get(commandKey(command, arguments_));
		const {class: errorClass = 'CommandNotFound', desc = 'unknown'} = (reply?.error ?? {}) as Record<
			string,
			string
		>;
		if (!reply || 'error' in reply) {
			throw new QmpRefusal(errorClass, desc);
		}

		return {value: reply.return, sentAt: now(), receivedAt: now()};
	},
	close: () => {},
});

/** What QEMU answers, made into a domain and printed. */
export const qmpReplies: Campaign = {
	name: 'qmp-replies',
	round: 100,
	open: () => {
		const recordings = ['drive', 'no-guest-driver', 'anonymous-balloon', 'blockdev', 'default-machine'].map(
			(name) => readRecording(`qmp-${name}.jsonl`),
		);
		return {
			next: (chance) => {
				const recording = chance.pick(recordings);
				const isMany = chance.happens(0.01);
				const refreshes = [
					recording.replies,
					...[1, 2].map((refresh) =>
						isMany ? many(chance, recording.replies, refresh) : changed(chance, recording),
					),
				];
				return {
					input: Object.fromEntries(
						[...(refreshes[1] ?? [])].filter(([key, reply]) => recording.replies.get(key) !== reply),
					),
					check: async () => {
						const clock = createHandClock();
						const knowledge: GuestKnowledge = {balloon: {periodSeen: false}};
						const samples: Sample[] = [];
						for (const replies of refreshes) {
							const client = clientOf(replies, clock.monotonic);
							const world = {
								root: '/nowhere',
								tables: createUnixTables('/nowhere', clock),
								processOf: async () => undefined,
								isOwn: () => true,
							};
							try {
								const {face} = await identifyGuest(client, world, '/run/guest.sock');
								knowledge.hardware = await askHardware(client, knowledge.hardware, {
									clock,
									listThreads: undefined,
								});
								const question = {clock, balloonPeriod: async () => undefined, local: undefined};
								const answers = await askGuest(client, knowledge, question);
								const {user: _user, ...reading} = readingFromAnswers(face, knowledge, answers, false, {
									last: undefined,
									age: () => undefined,
								});
								const domain: Domain = {key: 'guest', ...reading};
								// As a link takes it.
								samples.push(boundedSample(aSample([domain], {host: {at: clock.monotonic()}})));
							} catch (error) {
								if (!(error instanceof QmpFault)) {
									throw error;
								}
							}

							await clock.advance(6);
						}

						return sampleFaults(chance, samples);
					},
				};
			},
		};
	},
};
