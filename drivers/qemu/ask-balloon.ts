import {answered} from '../qmp/answered.ts';
import {asCount, asRecord} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';
import {refusalWords} from '../qmp/refusal-words.ts';
import {findBalloonDevice, periodProperty, statisticsProperty} from './balloon-device.ts';
import {type BalloonStatistics, parseBalloonStatistics} from './balloon-statistics.ts';

/** What is remembered of a balloon for one incarnation. */
export type BalloonKnowledge = {
	/** QOM path of the device; `none`: looked for and not found; absent: not looked for yet. */
	device?: {readonly path: string} | 'none' | undefined;
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

const lookForDevice = async (client: QmpClient): Promise<{readonly path: string} | 'none'> => {
	const path = await findBalloonDevice(client);
	return path === undefined ? 'none' : {path};
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

/** @param wanted the period to set at first sight, seconds; absent: none. @throws QmpFault */
export const askBalloon = async (
	client: QmpClient,
	knowledge: BalloonKnowledge,
	wanted: () => Promise<number | undefined>,
): Promise<BalloonAnswer> => {
	const [actual, device] = await Promise.all([
		answered(client.execute('query-balloon')),
		knowledge.device ?? lookForDevice(client),
	]);
	knowledge.device = device;
	const current =
		actual instanceof QmpRefusal
			? undefined
			: asCount(asRecord(actual.value, 'query-balloon').actual, 'actual');
	const currentKiB = current === undefined ? undefined : current / 1024;
	if (device === 'none') {
		return actual instanceof QmpRefusal && actual.errorClass !== 'DeviceNotActive'
			? {reason: refusalWords(actual)}
			: {presence: actual instanceof QmpRefusal ? 'absent' : 'present', currentKiB};
	}

	try {
		const [period, statistics] = await Promise.all([
			periodAtFirstSight(client, device.path, knowledge, wanted),
			askStatistics(client, device.path),
		]);
		return statistics instanceof QmpRefusal
			? {presence: 'present', currentKiB, period, reason: refusalWords(statistics)}
			: {presence: 'present', currentKiB, period, statistics};
	} catch (error) {
		if (error instanceof QmpRefusal) {
			knowledge.device = undefined;
			return {reason: refusalWords(error), currentKiB};
		}

		throw error;
	}
};
