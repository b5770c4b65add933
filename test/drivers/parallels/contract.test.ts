import {parallelsDriver} from '../../../drivers/parallels/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Connection} from '../../../source/driver/driver.ts';
import {type ContractSubject, describeContract} from '../../helpers/contract.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {createSlowClock} from '../../helpers/slow-clock.ts';
import {createPrlctlWorld} from './prlctl-world.ts';

describeContract('prlctl: a stand-in for prlctl', async (): Promise<ContractSubject> => {
	const world = createPrlctlWorld({state: {interval: 20, updateInterval: 0}});
	const clock = createShiftedClock(createSlowClock());
	let connection: Connection | undefined;

	/** When what is shown was read. */
	const times = async (): Promise<readonly number[]> => {
		const sample = await connection?.sample({delay: 2}, AbortSignal.abort());
		return sample?.domains.map(({at}) => at) ?? [];
	};

	return {
		driver: {
			...parallelsDriver,
			connect: async (...given) => {
				connection = await parallelsDriver.connect(...given);
				return connection;
			},
		},
		address: parseAddress('prlctl:'),
		options: {root: '/', clock, spawn: world.spawn, readOnly: false, onStatus: () => {}},
		world: {
			advance: async () => {
				if (world.state().isHung) {
					return;
				}

				// Real children keep real time: until an event has come.
				const before = await times();
				await eventually(async () => (await times()).every((at, index) => at > (before[index] ?? 0))).toBe(
					true,
				);
			},
			silence: () => {
				world.change({isHung: true});
				// What comes from a cache is missed once several events did not come.
				clock.shift(60);
			},
		},
	};
});
