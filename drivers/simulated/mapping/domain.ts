import type {Disk, Domain, Memory} from '../../../source/model/sample.ts';
import type {PeriodSetting} from '../balloon-period.ts';
import type {DomainPlan} from '../host-plan.ts';
import type {Moment} from '../moment.ts';
import {goesOn, lastTime, roundStart} from '../recurring.ts';
import {accumulated} from '../wave.ts';
import {simulatedDisk} from './disks.ts';
import {type DomainTime, simulatedMemory} from './memory.ts';
import {simulatedNic} from './nics.ts';
import {simulatedVcpus} from './vcpus.ts';

/** What a reading of one domain needs besides its plan and the time. */
export type DomainQuestion = {
	readonly setting: PeriodSetting | undefined;
	/** Why no period at all can be set. */
	readonly refusal: string | undefined;
};

const switchedOff = 'The domain is shut off.';

/** Does the domain exist at this moment, running or not? */
export const isPresent = (plan: DomainPlan, seconds: number): boolean =>
	plan.runs === undefined || goesOn(plan.runs, seconds);

/** Where the domain is in time at this moment. */
export const domainTime = (plan: DomainPlan, {seconds, toUnix}: Moment): DomainTime => {
	const answered = plan.answers ? lastTime(plan.answers, seconds) : seconds;
	return {
		started: plan.runs ? roundStart(plan.runs.every, seconds) : plan.startedAt,
		answered,
		ran: Math.min(answered, plan.stoppedAt ?? answered),
		toUnix,
	};
};

/** pid of the incarnation: each incarnation has its own. */
const pidOf = (plan: DomainPlan, started: number): number =>
	plan.id + (plan.runs ? Math.floor(started / plan.runs.every) * 3 : 0);

/** Names the incarnation the domain is in. */
export const incarnationOf = (plan: DomainPlan, started: number): string =>
	plan.state === 'shutoff' ? 'off' : `${pidOf(plan, started)}@${started}`;

/** Processor time of all incarnations together, seconds: what the host spent on the domain. */
export const spentOn = (plan: DomainPlan, seconds: number): number => {
	const {cpu, phase, runs, startedAt, stoppedAt = seconds} = plan;
	if (plan.state === 'shutoff') {
		return 0;
	}

	if (runs === undefined) {
		return accumulated(cpu, Math.min(seconds, stoppedAt) - startedAt, phase);
	}

	const start = roundStart(runs.every, seconds);
	return (
		(start / runs.every) * accumulated(cpu, runs.lasts, phase) +
		accumulated(cpu, Math.min(seconds - start, runs.lasts), phase)
	);
};

const offMemory = ({memory}: DomainPlan): Memory => ({
	maximumKiB: memory.maximumKiB,
	reason: switchedOff,
	periodRefusal: switchedOff,
});

const offDomain = (plan: DomainPlan, at: number): Domain => ({
	key: plan.key,
	uuid: plan.uuid,
	name: plan.name,
	state: plan.state,
	incarnation: 'off',
	at,
	vcpuCount: plan.vcpuCount,
	memory: offMemory(plan),
	disks: plan.disks?.map(({name, source, backend}) => ({name, source, backend, reason: switchedOff})),
	nics: plan.nics?.map(({name, mac}) => ({name, mac, reason: switchedOff})),
});

const disksOf = (plan: DomainPlan, {started, ran}: DomainTime): readonly Disk[] | undefined => {
	if (plan.disks === undefined) {
		return undefined;
	}

	const disks: Disk[] = [];
	for (const [place, disk] of plan.disks.entries()) {
		const reading = simulatedDisk(disk, started, ran, plan.phase + place);
		if (reading) {
			disks.push(reading);
		}
	}

	return disks;
};

/** One domain as it was when it last answered. */
export const simulatedDomain = (plan: DomainPlan, moment: Moment, question: DomainQuestion): Domain => {
	const time = domainTime(plan, moment);
	const at = time.answered === moment.seconds ? moment.monotonic : time.answered + moment.toMonotonic;
	if (plan.state === 'shutoff') {
		return offDomain(plan, at);
	}

	const ranFor = time.ran - time.started;
	const cpuSeconds = accumulated(plan.cpu, ranFor, plan.phase);
	const incarnation = incarnationOf(plan, time.started);
	const {busy} = plan;
	return {
		key: plan.key,
		uuid: plan.uuid,
		id: pidOf(plan, time.started),
		name: plan.name,
		state: plan.state,
		stateReason: plan.stateReason,
		incarnation,
		at,
		busy:
			busy && goesOn(busy, time.ran)
				? {reason: busy.reason, seconds: time.ran - roundStart(busy.every, time.ran)}
				: undefined,
		cpuSeconds,
		vcpuCount: plan.vcpuCount,
		vcpus: simulatedVcpus(plan, ranFor, cpuSeconds),
		memory: simulatedMemory(plan, time, incarnation, question.setting, question.refusal),
		disks: disksOf(plan, time),
		disksReason: plan.disksReason,
		nics: plan.nics?.map((nic, place) => simulatedNic(nic, ranFor, plan.phase + place)),
		nicsReason: plan.nicsReason,
	};
};
