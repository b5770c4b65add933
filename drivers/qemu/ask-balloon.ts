import type {Clock} from '../../source/async/clock.ts';
import {asCount, asRecord} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal, refusalWords} from '../qmp/qmp-refusal.ts';
import {hardwareLifetime} from './ask-hardware.ts';
import {findBalloonDevice, periodProperty, statisticsProperty} from './balloon-device.ts';
import {type BalloonStatistics, parseBalloonStatistics} from './balloon-statistics.ts';
import type {PluggedDevices} from './plugged-devices.ts';

/** What is remembered of a balloon for one incarnation. */
export type BalloonKnowledge = {
	/** QOM path of the device that keeps statistics. Absent: it is not known. */
	path?: string | undefined;
	/** Monotonic second at which such a device was looked for and not found, although there is a balloon. */
	missedAt?: number | undefined;
	/** What it gave last, KiB. */
	sizeKiB?: number | undefined;
	/** Did it hold memory back when it was asked last, and did it ever do so twice in a row? */
	isLow?: boolean;
	hasMoved?: boolean;
	/** Was the period seen, and set where that was asked for? */
	periodSeen: boolean;
	/** QEMU's words when it would not set the period. */
	periodRefusal?: string | undefined;
};

export type BalloonAnswer = {
	readonly presence?: 'present' | 'absent' | undefined;
	/** Why the presence, or the statistics, are unknown. */
	readonly reason?: string | undefined;
	readonly currentKiB?: number | undefined;
	/** Its size changed, or is not that of the guest's memory. */
	readonly hasMoved?: true | undefined;
	/** Seconds; 0 is none. */
	readonly period?: number | undefined;
	readonly statistics?: BalloonStatistics | undefined;
};

/** Reads the period. @throws QmpFault, QmpRefusal */
export const getBalloonPeriod = async (client: QmpClient, path: string): Promise<number | undefined> =>
	asCount((await client.execute('qom-get', {path, property: periodProperty})).value, periodProperty);

/** Sets the period and reads it back. @throws QmpFault, QmpRefusal */
export const setBalloonPeriod = async (
	client: QmpClient,
	path: string,
	seconds: number,
): Promise<number | undefined> => {
	await client.execute('qom-set', {path, property: periodProperty, value: seconds});
	return getBalloonPeriod(client, path);
};

const askStatistics = async (client: QmpClient, path: string): Promise<BalloonStatistics | QmpRefusal> => {
	const answer = await answered(client.execute('qom-get', {path, property: statisticsProperty}));
	return answer instanceof QmpRefusal ? answer : parseBalloonStatistics(answer.value);
};

/** The period is set here at most once an incarnation, at first sight, and only where it is 0. */
const periodAtFirstSight = async (
	client: QmpClient,
	path: string,
	knowledge: BalloonKnowledge,
	ask: () => Promise<number | undefined>,
): Promise<number | undefined> => {
	const period = await getBalloonPeriod(client, path);
	const isFirst = !knowledge.periodSeen;
	knowledge.periodSeen = true;
	const wanted = isFirst && period === 0 ? await ask() : undefined;
	if (!wanted) {
		knowledge.periodRefusal = period === 0 ? knowledge.periodRefusal : undefined;
		return period;
	}

	try {
		return await setBalloonPeriod(client, path, wanted);
	} catch (error) {
		if (error instanceof QmpRefusal) {
			knowledge.periodRefusal = refusalWords(error);
			return period;
		}

		throw error;
	}
};

type DeviceAnswer = Omit<BalloonAnswer, 'currentKiB'>;

const noStatistics: DeviceAnswer = {reason: 'the balloon keeps no statistics'};

/** Of another device nothing is known. */
const forgetDevice = (knowledge: BalloonKnowledge): void => {
	knowledge.path = undefined;
	knowledge.missedAt = undefined;
	knowledge.periodRefusal = undefined;
	knowledge.isLow = false;
	knowledge.hasMoved = false;
};

const readDevice = async (
	client: QmpClient,
	path: string,
	knowledge: BalloonKnowledge,
	wanted: () => Promise<number | undefined>,
): Promise<DeviceAnswer | QmpRefusal> => {
	try {
		const [period, statistics] = await Promise.all([
			periodAtFirstSight(client, path, knowledge, wanted),
			askStatistics(client, path),
		]);
		return statistics instanceof QmpRefusal
			? {presence: 'present', period, reason: refusalWords(statistics)}
			: {presence: 'present', period, statistics};
	} catch (error) {
		if (error instanceof QmpRefusal) {
			return error;
		}

		throw error;
	}
};

export type BalloonQuestion = {
	readonly clock: Clock;
	/** The period to set at first sight, seconds; asked only then, as this program must be sure of whom it asks. Absent: none. */
	readonly balloonPeriod: () => Promise<number | undefined>;
	/** The guest's devices as they were listed just now; absent: that was before. */
	readonly devices?: PluggedDevices;
};

/** It may have been unplugged, and another plugged in elsewhere, since it was asked last. */
const askDevice = async (
	client: QmpClient,
	knowledge: BalloonKnowledge,
	{clock, balloonPeriod, devices}: BalloonQuestion,
): Promise<DeviceAnswer> => {
	const before = knowledge.path;
	if (before !== undefined) {
		const answer = await readDevice(client, before, knowledge, balloonPeriod);
		if (!(answer instanceof QmpRefusal)) {
			return answer;
		}

		forgetDevice(knowledge);
	}

	if (knowledge.missedAt !== undefined && clock.monotonic() - knowledge.missedAt < hardwareLifetime) {
		return noStatistics;
	}

	const path = await findBalloonDevice(client, before === undefined ? devices : undefined);
	if (path === undefined) {
		knowledge.missedAt = clock.monotonic();
		return noStatistics;
	}

	knowledge.path = path;
	const answer = await readDevice(client, path, knowledge, balloonPeriod);
	return answer instanceof QmpRefusal ? {reason: refusalWords(answer)} : answer;
};

/**
Whether there is a balloon QEMU says each time, so that its device is looked for only where there is one.
@throws QmpFault
*/
export const askBalloon = async (
	client: QmpClient,
	knowledge: BalloonKnowledge,
	question: BalloonQuestion,
): Promise<BalloonAnswer> => {
	const actual = await answered(client.execute('query-balloon'));
	if (actual instanceof QmpRefusal && actual.errorClass === 'DeviceNotActive') {
		forgetDevice(knowledge);
		return {presence: 'absent'};
	}

	const device = await askDevice(client, knowledge, question);
	if (actual instanceof QmpRefusal) {
		return device.presence ? device : {reason: refusalWords(actual)};
	}

	const current = asCount(asRecord(actual.value, 'query-balloon').actual, 'actual');
	return {...device, currentKiB: current === undefined ? undefined : current / 1024};
};
