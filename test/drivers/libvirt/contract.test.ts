import {libvirtDriver} from '../../../drivers/libvirt/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import {type ContractSubject, describeContract} from '../../helpers/contract.ts';
import type {FakeLibvirtdOptions} from './fake-libvirtd.ts';
import {createLibvirtWorld} from './libvirt-world.ts';
import {someDomain} from './some-domain.ts';

const names = ['web', 'db', 'mail'];

const mail = someDomain({name: 'mail', balloon: 'absent'});

const withoutBalloon = ({stats = {}}: typeof mail) =>
	Object.fromEntries(
		Object.entries(stats).filter(([field]) => !field.startsWith('balloon.') || field === 'balloon.rss'),
	);

const subject = async (given: FakeLibvirtdOptions): Promise<ContractSubject> => {
	const {fake, clock, options, uri} = await createLibvirtWorld({
		domains: [
			someDomain({name: 'web', period: 2}),
			someDomain({name: 'db', period: 0}),
			{...mail, stats: withoutBalloon(mail)},
		],
		...given,
	});
	let steps = 0;
	const move = () => {
		steps += 1;
		for (const name of names) {
			fake.domain(name).set({
				stats: {
					'cpu.time': 5e9 + steps * 1e6,
					'block.0.rd.bytes': 29_364_736 + steps * 4096,
					'net.0.rx.bytes': 100 + steps,
				},
			});
		}
	};

	return {
		driver: libvirtDriver,
		address: parseAddress(uri),
		options,
		world: {
			advance: (seconds) => {
				clock.shift(seconds);
				move();
			},
			breakOneDomain: () => {
				fake.domain('db').hang();
				fake.domain('db').set({control: {state: 2, milliseconds: 4000}});
				return fake.domain('db').now().uuid;
			},
			silence: fake.hush,
		},
	};
};

describeContract('libvirt: a daemon with the bulk call', () => subject({}));
describeContract('libvirt: a daemon whose bulk call waits', () => subject({noWait: false}));
describeContract('libvirt: a daemon without the bulk call', () => subject({bulk: false, hypervisor: 'LXC'}));
