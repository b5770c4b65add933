import type {Clock} from '../../source/async/clock.ts';
import {asCount, asRecord} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal, refusalText} from '../qmp/qmp-refusal.ts';
import {hardwareLifetime} from './ask-hardware.ts';
import {findBalloonDevice, periodProperty, statisticsProperty} from './balloon-device.ts';
import {type BalloonStatistics, parseBalloonStatistics} from './balloon-statistics.ts';
import {reasons} from './mapping/reasons.ts';
import type {PluggedDevices} from './plugged-devices.ts';

/** What is remembered of a balloon during one incarnation of its domain. */
export type BalloonKnowledge = {
	/** QOM path of the device that keeps statistics. Undefined: not known. */
	path?: string | undefined;
	/**
	Monotonic second of the last search that found no device with statistics, although there is a balloon. Undefined: no
	search failed.
	*/
	missedAt?: number | undefined;
	/** The last `currentKiB`. Undefined: not known. */
	sizeKiB?: number | undefined;
	/** Whether the balloon held memory back when it was asked last. */
	isLow?: boolean;
	/** Whether the balloon ever held memory back twice in a row. */
	hasMoved?: boolean;
	/** Whether the period was read once, and set where that was asked for. */
	periodSeen: boolean;
	/** QEMU's words when QEMU refused to set the period. Undefined: it did not refuse. */
	periodRefusal?: string | undefined;
};

/** What one refresh learns of a balloon. */
export type BalloonAnswer = {
	/** Whether QEMU has a balloon. Undefined: not known. */
	readonly presence?: 'present' | 'absent' | undefined;
	/** Why the presence, or the statistics, are unknown. */
	readonly reason?: string | undefined;
	/** The guest's memory as query-balloon reports it, KiB. Undefined: not known. */
	readonly currentKiB?: number | undefined;
	/** The balloon holds memory back now, or once did so twice in a row. Undefined: neither. */
	readonly hasMoved?: true | undefined;
	/** Seconds between two statistics; 0: there is no period. Undefined: not known. */
	readonly period?: number | undefined;
	/** Undefined: not known. */
	readonly statistics?: BalloonStatistics | undefined;
};

/** Reads the period, seconds. @throws QmpFault, QmpRefusal */
export const getBalloonPeriod = async (client: QmpClient, path: string): Promise<number | undefined> =>
	asCount((await client.execute('qom-get', {path, property: periodProperty})).value, periodProperty);

/** Sets the period and reads it back, seconds. @throws QmpFault, QmpRefusal */
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

/** Reads the period, and sets it at most once an incarnation: at first sight, and only where it is 0. */
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
			knowledge.periodRefusal = refusalText(error);
			return period;
		}

		throw error;
	}
};

type DeviceAnswer = Omit<BalloonAnswer, 'currentKiB'>;

const noStatistics: DeviceAnswer = {reason: reasons.noStatistics};

/** Forgets what was known of the previous device: nothing of it is true of another device. */
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
			? {presence: 'present', period, reason: refusalText(statistics)}
			: {presence: 'present', period, statistics};
	} catch (error) {
		if (error instanceof QmpRefusal) {
			return error;
		}

		throw error;
	}
};

/** What asking a balloon needs beside the client. */
export type BalloonQuestion = {
	readonly clock: Clock;
	/**
	Resolves to the period to set at first sight, seconds. Undefined: none. Called only then, because this program must be
	sure which process it asks.
	*/
	readonly balloonPeriod: () => Promise<number | undefined>;
	/** The domain's devices, if they were listed just now. Undefined: the last list is older. */
	readonly devices?: PluggedDevices;
};

/** Finds the device that keeps statistics, and asks it. @param devices where they were listed just now */
const findDevice = async (
	client: QmpClient,
	knowledge: BalloonKnowledge,
	{clock, balloonPeriod}: BalloonQuestion,
	devices: PluggedDevices,
): Promise<DeviceAnswer> => {
	if (knowledge.missedAt !== undefined && clock.monotonic() - knowledge.missedAt < hardwareLifetime) {
		return noStatistics;
	}

	const path = await findBalloonDevice(client, devices);
	if (path === undefined) {
		knowledge.missedAt = clock.monotonic();
		return noStatistics;
	}

	knowledge.path = path;
	const answer = await readDevice(client, path, knowledge, balloonPeriod);
	return answer instanceof QmpRefusal ? {reason: refusalText(answer)} : answer;
};

/**
Asks QEMU each time whether there is a balloon, and the known device at the same time. Since the last refresh that device may
have been unplugged, and another plugged in elsewhere: a device is looked for only where there is a balloon.
@throws QmpFault
*/
export const askBalloon = async (
	client: QmpClient,
	knowledge: BalloonKnowledge,
	question: BalloonQuestion,
): Promise<BalloonAnswer> => {
	const {path} = knowledge;
	const [actual, known] = await Promise.all([
		answered(client.execute('query-balloon')),
		path === undefined ? undefined : readDevice(client, path, knowledge, question.balloonPeriod),
	]);
	if (actual instanceof QmpRefusal && actual.errorClass === 'DeviceNotActive') {
		forgetDevice(knowledge);
		return {presence: 'absent'};
	}

	if (known instanceof QmpRefusal) {
		forgetDevice(knowledge);
	}

	const device =
		known === undefined || known instanceof QmpRefusal
			? await findDevice(client, knowledge, question, known ? undefined : question.devices)
			: known;
	if (actual instanceof QmpRefusal) {
		return device.presence ? device : {reason: refusalText(actual)};
	}

	const current = asCount(asRecord(actual.value, 'query-balloon').actual, 'actual');
	return {...device, currentKiB: current === undefined ? undefined : current / 1024};
};
