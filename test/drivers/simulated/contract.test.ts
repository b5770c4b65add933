import {simulatedDriver} from '../../../drivers/simulated/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import {type ContractSubject, describeContract} from '../../helpers/contract.ts';
import {simulatedWorld} from './simulated-world.ts';

const subject = (uri: string) => async (): Promise<ContractSubject> => {
	const {clock, options} = simulatedWorld();
	const address = parseAddress(uri);
	return {driver: simulatedDriver, address, options, world: {advance: clock.advance}};
};

describeContract('test:///50x3', subject('test:///50x3'));

describeContract('test:///default', async () => {
	const plain = await subject('test:///default')();
	const {clock, options} = simulatedWorld();
	const look = await simulatedDriver.connect(plain.address, options);
	const sample = () => look.sample({delay: 2}, new AbortController().signal);
	return {
		...plain,
		options,
		world: {
			advance: clock.advance,
			mayReset: ({name}, device) => name === 'resets-its-disk' && device === 'vda',
			async breakOneDomain() {
				for (let passed = 0; passed < 180; passed++) {
					await clock.advance(1);
					const [problem] = (await sample()).problems;
					if (problem?.domain !== undefined) {
						return problem.domain;
					}
				}

				throw new Error('No domain fell silent in 180 s.');
			},
		},
		dispose: look.close,
	};
});
