import {xenDriver} from '../../../drivers/xen/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import {type ContractSubject, describeContract} from '../../helpers/contract.ts';
import {createCapturedDom0, statistics} from './captured-dom0.ts';

describeContract('xl: on a captured dom0', async (): Promise<ContractSubject> => {
	const {tree, clock, store, hypervisor, qemu, options, move} = await createCapturedDom0();
	let steps = 0;
	let isBroken = false;
	const garble = () => {
		for (const file of statistics) {
			tree.write(tree.vbdFile(1, 51712, `statistics/${file}`), '\u001B[2J\n');
		}
	};

	return {
		driver: xenDriver,
		address: parseAddress('xl:'),
		options,
		world: {
			advance: (seconds) => {
				clock.shift(seconds);
				steps += 1;
				move(steps);
				if (isBroken) {
					garble();
				}
			},
			breakOneDomain: () => {
				isBroken = true;
				garble();
				return '07be5412-b946-4174-a375-bac5ab773b02';
			},
			silence: () => {
				hypervisor.hush();
				store.hush();
				qemu.hush();
			},
		},
	};
});
