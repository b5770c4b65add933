import {drivers} from '../../source/app/drivers.ts';
import {withTimeout} from '../../source/async/wait.ts';
import {parseAddress} from '../../source/driver/address.ts';
import type {Connection, ConnectionStatus} from '../../source/driver/driver.ts';
import type {Sample} from '../../source/model/sample.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {jsonLine} from '../helpers/batch-lines.ts';
import {plainOf} from '../helpers/plain-of.ts';
import type {Header} from './entry.ts';
import type {Director, Stage} from './stage.ts';

/** What a refresh gave, as a recording keeps it. */
export type Refreshed = {
	readonly sample: unknown;
	/** The line of JSON that domtop prints at this refresh. */
	readonly report: unknown;
};

/** One connection of a driver on a stage. */
export type Session = {
	readonly refresh: () => Promise<Refreshed>;
	readonly close: () => Promise<void>;
};

/** The value as JSON has it: an undefined field is no field. A number that JSON does not know is its name. */
const plain = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (_key, part) => {
			if (part instanceof Map || part instanceof Set) {
				return [...part];
			}

			return typeof part === 'number' && !Number.isFinite(part) ? String(part) : part;
		}),
	);

/** Share of the delay that a refresh may take, as the sampler grants it. */
const deadlineShare = 0.75;

/** Connects as domtop would, and makes a refresh at a time. Rejects where the driver cannot connect. */
export const openSession = async (
	{uri, delay, user}: Pick<Header, 'uri' | 'delay' | 'user'>,
	{clock, spawn}: Stage,
	direct: Director,
): Promise<Session> => {
	const address = parseAddress(uri);
	const driver = drivers.find(({schemes}) => schemes.includes(address.scheme));
	if (!driver) {
		throw new Error(`No driver takes ${uri}.`);
	}

	let status: ConnectionStatus = {state: 'connecting', message: ''};
	const options = {
		root: '/',
		clock,
		spawn,
		user,
		readOnly: false,
		onStatus: (now: ConnectionStatus) => {
			status = now;
		},
	};
	const connection: Connection = await direct('connect', () => driver.connect(address, options));
	let usage: Usage | undefined;

	const read = (): Promise<Sample> =>
		withTimeout({clock, seconds: delay * deadlineShare}, undefined, (signal) =>
			connection.sample({delay}, signal),
		);

	return {
		refresh: async () => {
			const sample = await direct('sample', read);
			usage = usageOf(usage, [{uri, driver: driver.name, status, sample, problems: [], simulated: false}], {
				monotonic: clock.monotonic(),
				wall: clock.wall(),
				sectors: 'physical',
			});
			return {sample: plain(plainOf(sample)), report: plain(JSON.parse(jsonLine(usage)))};
		},
		close: () => direct('close', connection.close),
	};
};
