import {isDeepStrictEqual} from 'node:util';
import type {Description} from '../../../drivers/libvirt/mapping/description.ts';
import type {DomainContext} from '../../../drivers/libvirt/mapping/domain-input.ts';
import type {Domain} from '../../../source/model/sample.ts';
import type {FakeValue} from '../../drivers/libvirt/fake-wire.ts';
import {someContext} from '../../drivers/libvirt/mapping/some-record.ts';
import {
	createForgetfulReader,
	createReplyReader,
	plainReading,
	recordBytes,
	replyBytes,
	type ToldDomain,
} from '../../drivers/libvirt/planned-readings.ts';
import {someDomain} from '../../drivers/libvirt/some-domain.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {type Fault, fault} from '../fault.ts';
import {mutateBytes} from '../mutate-bytes.ts';
import {oddNumber, oddText} from '../odd-values.ts';

type Stats = ToldDomain['stats'];

const fields: Stats = Object.entries(someDomain({name: 'web'}).stats ?? {});

const descriptions: readonly (Description | undefined)[] = [
	undefined,
	{balloon: 'present', period: 2, disks: [{name: 'vda', source: '/a'}, {name: 'vdb'}], nics: [{}]},
	{balloon: 'absent', period: 0, disks: [], nics: [{name: 'vnet0', mac: '52:54:00:00:00:01'}]},
];

/** Fields of 32 bits, which rarely change. */
const isWord = /^state\.|^(?:vcpu|net|block)\.(?:count|current|maximum)$|\.state$/;

const value = (chance: Chance, field: string, before: FakeValue): FakeValue => {
	if (isWord.test(field) && typeof before === 'number') {
		return chance.happens(0.02) ? chance.pick([0, 1, 5, 2 ** 31 - 1]) : before;
	}

	if (chance.happens(0.05)) {
		return chance.pick<FakeValue>([undefined, -1, 0, 1, 0.5, 2 ** 63, true, oddText(chance, 12)]);
	}

	return typeof before === 'number'
		? chance.happens(0.1)
			? Math.trunc(Math.min(2 ** 62, Math.abs(oddNumber(chance)) || 0))
			: before + chance.below(1000)
		: before;
};

/** The same fields with other values; now and then a field goes, comes, moves or gets another name. */
const later = (chance: Chance, stats: Stats): Stats => {
	const next = stats.map(([field, before]): Stats[number] => [
		chance.happens(0.002) ? oddText(chance, 20) : field,
		value(chance, field, before),
	]);
	const at = chance.below(next.length + 1);
	if (chance.happens(0.05)) {
		next.splice(at, chance.below(4));
	}

	if (chance.happens(0.05)) {
		next.splice(at, 0, chance.pick(fields), chance.pick(fields));
	}

	return next;
};

const domainAt = (chance: Chance, place: number): ToldDomain => ({
	name: `web${place}`,
	uuid: place.toString(16).padStart(32, '0'),
	id: chance.happens(0.1) ? -1 : place + 1,
	stats: fields.slice(chance.below(4), fields.length - (chance.happens(0.3) ? chance.below(40) : 0)),
});

/** How many of the replies are another with one word changed. */
const spoiltOfEach = 5;

const words = [0, 1, 4, 7, 0x7f_ff_ff_ff, 0xff_ff_ff_ff];

const withOtherWord = (chance: Chance, reply: Buffer): Buffer => {
	const changed = Buffer.from(reply);
	const at = 4 * chance.below(reply.length / 4);
	const before = reply.readUInt32BE(at);
	changed.writeUInt32BE(
		chance.happens(0.5) ? chance.pick(words) : (before ^ (1 << chance.below(32))) >>> 0,
		at,
	);
	return changed;
};

/** Replies: domains that move, come, go and say other things. Some have other bytes, some one other word. */
const replies = (chance: Chance, count: number): readonly Buffer[] => {
	let domains = [0, 1, 2].slice(0, 1 + chance.below(3)).map((place) => domainAt(chance, place));
	return Array.from({length: count}, () => {
		domains = domains.map((domain) => ({...domain, stats: later(chance, domain.stats)}));
		if (chance.happens(0.1)) {
			domains = domains.toReversed();
		}

		const reply = replyBytes(domains.filter(() => chance.happens(0.97)).map(recordBytes));
		return [
			chance.happens(0.4) ? mutateBytes(chance, reply) : reply,
			...Array.from({length: spoiltOfEach}, () => withOtherWord(chance, reply)),
		];
	}).flat();
};

/** Replies of the bulk call that are compared with the replies before: each must mean what it means alone. */
export const libvirtPlans: Campaign = {
	name: 'libvirt-plans',
	round: 40,
	open: () => {
		const forgetfulReader = createForgetfulReader();
		return {
			next: (chance) => {
				const all = replies(chance, 8);
				const description = chance.pick(descriptions);
				const isFar = chance.happens(0.3);
				return {
					input: all,
					check: () => {
						const read = createReplyReader();
						const before = new Map<string, Domain>();
						const faults: Fault[] = [];
						for (const [step, reply] of all.entries()) {
							const contextOf = (uuid: string): DomainContext =>
								someContext({
									at: 100 + step,
									before: before.get(uuid),
									description,
									isFar,
									uptime: () => 1e6,
								});
							const planned = read(reply, contextOf);
							const alone = forgetfulReader(reply, contextOf);
							if (!isDeepStrictEqual(plainReading(planned), plainReading(alone))) {
								faults.push(fault('wrong', `reply ${step} means something else than alone`));
							}

							for (const domain of planned === 'no reply' ? [] : planned.domains) {
								before.set(domain.key, domain);
							}
						}

						return faults;
					},
				};
			},
		};
	},
};
