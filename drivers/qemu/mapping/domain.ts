import {readOnlyRefusal} from '../../../source/driver/driver-error.ts';
import {type BalloonAge, balloonAge, hasRead} from '../../../source/model/balloon-age.ts';
import {excessOf} from '../../../source/model/domain-bounds.ts';
import type {Domain, Memory, MemoryStat} from '../../../source/model/sample.ts';
import type {BalloonAnswer} from '../ask-balloon.ts';
import type {GuestAnswers, GuestKnowledge} from '../ask-guest.ts';
import type {ProcReading} from '../proc-reading.ts';
import type {QemuProcess} from '../qemu-process.ts';
import type {MemorySizes} from './memory.ts';
import {reasons} from './reasons.ts';

/** A domain before the connection gives it its key, which distinguishes it from other domains of its name. */
export type GuestReading = Omit<Domain, 'key' | 'user' | 'process'> & {
	/** Effective user id of the process. Undefined: not known. */
	readonly user?: number | undefined;
};

/** Which domain this is. */
export type GuestFace = Pick<Domain, 'name' | 'uuid' | 'id' | 'incarnation' | 'vcpuCount'> & {
	/** Memory that the domain was started with, KiB. Undefined: not known. */
	readonly memoryKiB?: number | undefined;
};

/** Which domain a process runs, by its command line. A domain without a name is called `qemu-<pid>`. */
export const faceOfProcess = ({pid, incarnation, identity}: QemuProcess): GuestFace => ({
	name: identity.name ?? `qemu-${pid}`,
	uuid: identity.uuid,
	id: pid,
	incarnation,
	vcpuCount: identity.vcpuCount,
	memoryKiB: identity.memoryKiB,
});

const statOf = (tag: MemoryStat['tag'], value: number | undefined): readonly MemoryStat[] =>
	value === undefined ? [] : [{tag, value}];

const isAfterUpdate = ({tag}: MemoryStat): boolean => tag === 'disk_caches' || tag.startsWith('hugetlb');

/** The balloon's statistics, in libvirt's order. */
const statsOf = (balloon: BalloonAnswer, residentKiB: number | undefined): readonly MemoryStat[] => {
	const stats = balloon.statistics?.stats ?? [];
	return [
		...statOf('actual', balloon.currentKiB),
		...stats.filter((stat) => !isAfterUpdate(stat)),
		...statOf('last_update', balloon.statistics?.lastUpdate || undefined),
		...stats.filter(isAfterUpdate),
		...statOf('rss', residentKiB),
	];
};

const refusalOf = ({presence, period, reason}: BalloonAnswer): string | undefined => {
	if (presence === 'absent') {
		return reasons.noBalloon;
	}

	return period === undefined ? (reason ?? reasons.noStatistics) : undefined;
};

/** Memory that virtio-mem gives comes on top: a balloon holds memory back only from the rest. */
const sizesOf = (
	{presence, currentKiB}: BalloonAnswer,
	sizes: MemorySizes | undefined,
	startedKiB: number | undefined,
): Pick<Memory, 'currentKiB' | 'maximumKiB'> => {
	const fixedKiB = sizes?.fixedKiB ?? startedKiB;
	const given = currentKiB ?? (presence === 'absent' ? fixedKiB : undefined);
	return {
		currentKiB: given === undefined ? undefined : given + (sizes?.resizableKiB ?? 0),
		maximumKiB: fixedKiB === undefined ? undefined : fixedKiB + (sizes?.resizableMostKiB ?? 0),
	};
};

/** What was read before, and how long the domain has run. */
export type GuestPast = {
	/** The last reading. Undefined: none. */
	readonly last: GuestReading | undefined;
	/** Seconds since the start; called only at the first sight of statistics. Undefined: not known. */
	readonly age: () => number | undefined;
};

const updateOf = ({stats}: Memory): number | undefined =>
	stats?.find(({tag}) => tag === 'last_update')?.value;

const ageOf = ({balloon, at, wall}: GuestAnswers, {last, age}: GuestPast): BalloonAge => {
	const updated = balloon.statistics?.lastUpdate;
	if (!updated) {
		return {};
	}

	const before = last && hasRead(last.memory) ? last : undefined;
	return balloonAge({
		at,
		before: before && {at: before.at, age: before.memory, isSame: updateOf(before.memory) === updated},
		byWall: wall / 1000 - updated,
		most: before ? undefined : age(),
	});
};

const memoryOf = (
	answers: GuestAnswers,
	sizes: Pick<Memory, 'currentKiB' | 'maximumKiB'>,
	readOnly: boolean,
	past: GuestPast,
): Memory => {
	const {balloon, local} = answers;
	return {
		...sizes,
		residentKiB: local?.residentKiB,
		balloon: balloon.presence,
		period: balloon.period,
		periodRefusal: readOnly ? readOnlyRefusal : refusalOf(balloon),
		hasMoved: balloon.hasMoved,
		...ageOf(answers, past),
		isUnanswered: balloon.statistics?.lastUpdate === 0 ? true : undefined,
		stats: statsOf(balloon, local?.residentKiB),
		reason: balloon.reason,
	};
};

/** Makes the reading from what QEMU and the kernel reported at one moment. */
export const readingFromAnswers = (
	face: GuestFace,
	knowledge: GuestKnowledge,
	answers: GuestAnswers,
	readOnly: boolean,
	past: GuestPast,
): GuestReading => ({
	name: face.name,
	uuid: face.uuid,
	id: face.id,
	incarnation: face.incarnation,
	user: answers.local?.user,
	...answers.state,
	at: answers.at,
	cpuSeconds: answers.local?.cpuSeconds,
	vcpuCount: knowledge.hardware?.threads.length || face.vcpuCount,
	vcpus: answers.local?.vcpus,
	vcpusReason: answers.vcpusReason,
	memory: memoryOf(answers, sizesOf(answers.balloon, knowledge.hardware?.memory, face.memoryKiB), readOnly, {
		...past,
		last: past.last?.incarnation === face.incarnation ? past.last : undefined,
	}),
	disks: answers.disks,
	disksReason: answers.disksReason,
	...excessOf({
		disks: answers.diskCount,
		nics: answers.local?.nicCount,
		vcpus: knowledge.hardware?.vcpuCount,
	}),
	nics: answers.local?.nics,
	nicsReason: answers.local ? answers.local.nicsReason : reasons.unknownProcess,
});

/** Why QEMU was not asked, or did not answer, and what may and should be shown. */
export type ProcessReadingOptions = {
	readonly reason: string;
	readonly readOnly: boolean;
};

/** Makes the reading from what the kernel alone shows: a process that is there says nothing of the domain's state. */
export const readingFromProcess = (
	face: GuestFace,
	local: ProcReading,
	at: number,
	{reason, readOnly}: ProcessReadingOptions,
): GuestReading => ({
	name: face.name,
	uuid: face.uuid,
	id: face.id,
	incarnation: face.incarnation,
	user: local.user,
	state: 'unknown',
	at,
	cpuSeconds: local.cpuSeconds,
	vcpuCount: face.vcpuCount,
	vcpus: local.vcpus,
	vcpusReason: local.vcpus ? undefined : reason,
	memory: {
		maximumKiB: face.memoryKiB,
		residentKiB: local.residentKiB,
		periodRefusal: readOnly ? readOnlyRefusal : reason,
		stats: statOf('rss', local.residentKiB),
		reason,
	},
	disksReason: reason,
	...excessOf({nics: local.nicCount}),
	nics: local.nics,
	nicsReason: local.nicsReason,
});
