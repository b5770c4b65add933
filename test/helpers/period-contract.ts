import {expect, test} from 'vitest';
import type {Connection, DomainRef, DriverOptions} from '../../source/driver/driver.ts';
import {DriverError, readOnlyError} from '../../source/driver/driver-error.ts';
import type {Domain, Sample} from '../../source/model/sample.ts';
import {skipBecause} from './skip-because.ts';

type WithConnection = (
	body: (connection: Connection) => Promise<void>,
	changes?: Partial<DriverOptions>,
) => Promise<void>;

const read = (connection: Connection): Promise<Sample> =>
	connection.sample({delay: 2}, new AbortController().signal);

/** A driver may need a second look to find the balloons. */
const readTwice = async (connection: Connection): Promise<Sample> => {
	await read(connection);
	return read(connection);
};

const canBeSet = ({memory}: Domain): boolean =>
	memory.balloon === 'present' && memory.period !== undefined && memory.periodRefusal === undefined;

const periodsOf = ({domains}: Sample): ReadonlyMap<string, number | undefined> =>
	new Map(domains.map(({key, memory}) => [key, memory.period]));

const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		(value) => `resolved to ${String(value)}`,
		(error: unknown) => error,
	);

const refOf = ({key, name, incarnation}: Domain): DomainRef => ({key, name, incarnation});

/** The part of the contract that is about setting balloon periods. */
export const testPeriods = (withConnection: WithConnection): void => {
	test('a period that can be set reads back, and 0 stops', ({skip}) =>
		withConnection(async (connection) => {
			const domain = (await readTwice(connection)).domains.find(canBeSet);
			if (!connection.setBalloonPeriod || !domain) {
				skipBecause(skip, 'no period can be set here');
				return;
			}

			for (const seconds of [3, 7, 0]) {
				expect(await connection.setBalloonPeriod(domain, seconds)).toBe(seconds);
				expect(periodsOf(await read(connection)).get(domain.key)).toBe(seconds);
			}
		}));

	test('a domain that is gone, was started again, or cannot be asked is refused, and nothing is set', ({
		skip,
	}) =>
		withConnection(async (connection) => {
			const {setBalloonPeriod} = connection;
			const before = await readTwice(connection);
			const domain = before.domains.find(canBeSet);
			if (!setBalloonPeriod || !domain) {
				skipBecause(skip, 'no period can be set here');
				return;
			}

			const refused = [
				{...refOf(domain), key: 'no such key'},
				{...refOf(domain), incarnation: `${domain.incarnation} and another`},
				...before.domains.filter(({memory}) => memory.periodRefusal !== undefined),
			];
			for (const reference of refused) {
				expect(await failure(setBalloonPeriod(reference, 9)), reference.name).toBeInstanceOf(DriverError);
			}

			expect(periodsOf(await read(connection))).toEqual(periodsOf(before));
		}));

	test('read-only refuses to set a period', () =>
		withConnection(
			async (connection) => {
				const before = await readTwice(connection);
				if (connection.setBalloonPeriod) {
					for (const domain of before.domains) {
						expect(await failure(connection.setBalloonPeriod(domain, 9))).toEqual(readOnlyError());
					}
				}

				expect(periodsOf(await read(connection))).toEqual(periodsOf(before));
			},
			{readOnly: true},
		));

	test('read-only sets no period at first sight either', async () => {
		let before: Sample | undefined;
		await withConnection(async (connection) => {
			before = await readTwice(connection);
		});
		await withConnection(
			async (connection) => {
				expect(periodsOf(await readTwice(connection))).toEqual(before && periodsOf(before));
			},
			{readOnly: true, balloonPeriod: 11},
		);
	});

	test('a period given for first sight is set once, where there is none', async ({skip}) => {
		let before: Sample | undefined;
		await withConnection(async (connection) => {
			before = await readTwice(connection);
		});
		const without = before?.domains.filter((domain) => canBeSet(domain) && domain.memory.period === 0) ?? [];
		await withConnection(
			async (connection) => {
				const {setBalloonPeriod} = connection;
				const [first] = without;
				if (!setBalloonPeriod || !first) {
					skipBecause(skip, 'no domain without a period');
					return;
				}

				const periods = periodsOf(await readTwice(connection));
				for (const {key, memory, name} of before?.domains ?? []) {
					const set = without.some((domain) => domain.key === key);
					expect(periods.get(key), name).toBe(set ? 11 : memory.period);
				}

				await setBalloonPeriod(first, 0);
				expect(periodsOf(await readTwice(connection)).get(first.key)).toBe(0);
			},
			{balloonPeriod: 11},
		);
	});
};
