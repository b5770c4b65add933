import {setTimeout} from 'node:timers/promises';
import {vi} from 'vitest';
import {parallelsDriver} from '../../../drivers/parallels/parallels-driver.ts';
import {parseAddress} from '../../../source/address.ts';
import {systemClock} from '../../../source/clock.ts';
import {type ContractSubject, describeContract} from '../../helpers/contract.ts';
import {createPrlctlWorld} from './prlctl-world.ts';

// Each case starts a real child and more.
vi.setConfig({testTimeout: 30_000});

describeContract('prlctl: a stand-in for prlctl', async (): Promise<ContractSubject> => {
	const world = createPrlctlWorld({state: {interval: 20, plateau: 0}});
	return {
		driver: parallelsDriver,
		address: parseAddress('prlctl:'),
		options: {root: '/', clock: systemClock, spawn: world.spawn, readOnly: false, onStatus: () => {}},
		world: {
			// Real children keep real time: let an event pass.
			advance: () => setTimeout(100),
			silence: async () => {
				world.change({isHung: true});
				// What comes from a cache is missed once several events did not come.
				await setTimeout(800);
			},
		},
	};
});
