import {libvirtDriver} from '../../../drivers/libvirt/driver.ts';
import {withTimeout} from '../../../source/async/wait.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Connection} from '../../../source/driver/driver.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import type {Sample} from '../../../source/model/sample.ts';
import type {FakeWorld} from '../../drivers/libvirt/fake-calls.ts';
import {createFakeDomain, type FakeDomain} from '../../drivers/libvirt/fake-domains.ts';
import type {FakeValue} from '../../drivers/libvirt/fake-wire.ts';
import {someDomain} from '../../drivers/libvirt/some-domain.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {biggest} from '../biggest.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {finishByHand} from '../finish-by-hand.ts';
import {libvirtFarSide} from '../libvirt-far-side.ts';
import {mutateBytes, mutateText} from '../mutate-bytes.ts';
import {oddNumber, oddText} from '../odd-values.ts';
import {sampleFaults} from '../sample-faults.ts';

const sizeLimit = 10_000_000;
/** Bytes of a parameter with its name. */
const fieldSize = 32;

const whole = (chance: Chance): number => {
	const value = Math.trunc(oddNumber(chance));
	return Math.abs(value) < 2 ** 63 ? value : 0;
};

const otherValue = (chance: Chance, before: FakeValue): FakeValue =>
	chance.happens(0.15)
		? chance.pick<FakeValue>([oddText(chance), 0.5, true, -1, undefined])
		: typeof before === 'string'
			? oddText(chance)
			: whole(chance);

const fields = [
	'state.state',
	'net.7.name',
	'block.9.name',
	'block.0.errors',
	'vcpu.3.wait',
	'balloon.last-update',
];

const someStats = (chance: Chance, domain: FakeDomain, size: number): Readonly<Record<string, FakeValue>> => {
	const stats = {...domain.stats};
	const known = [...Object.keys(stats), ...fields];
	for (let left = chance.below(6); left > 0; left -= 1) {
		const field = chance.happens(0.9) ? chance.pick(known) : oddText(chance);
		stats[field] = field === 'state.state' ? chance.below(12) : otherValue(chance, stats[field]);
	}

	const disks = Math.min(size / fieldSize, biggest.disks);
	for (let place = 2; size > 1000 && place < disks; place += 1) {
		stats[`block.${place}.name`] = `vd${place}`;
	}

	return stats;
};

const worldOf = (chance: Chance): FakeWorld => {
	const size = chance.size(sizeLimit);
	const seats = Array.from({length: 1 + chance.below(3)}, (_, place) => {
		const name = chance.happens(0.3) ? oddText(chance, Math.min(size, biggest.letters)) : `lab${place}`;
		const id = chance.happens(0.2) ? chance.pick([undefined, -2, 2 ** 31 - 1, 0]) : place + 1;
		const uuid = `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
		const seat = createFakeDomain({...someDomain({name}), uuid, id});
		seat.set({stats: someStats(chance, seat.now(), place === 0 ? size : 0)});
		return seat;
	});
	const number = (usual: number): number => (chance.happens(0.2) ? whole(chance) : usual);
	return {
		domains: () => seats,
		hypervisor: chance.happens(0.2) ? chance.pick(['Xen', 'vz', 'TEST', 'LXC', oddText(chance)]) : 'QEMU',
		hostname: chance.happens(0.2) ? oddText(chance) : 'far',
		memoryKiB: number(16_777_216),
		cpus: Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, number(8))),
		cpuStats: () => ({kernel: number(1e9), user: number(2e9), idle: 3e9}),
		memoryStats: () => ({total: number(16_777_216), free: number(8_388_608), buffers: 1024, cached: 4096}),
		bulk: chance.happens(0.8),
		noWait: chance.happens(0.8),
		auth: [0],
	};
};

/** XML and errors of any kind; most replies as they are. */
const spoilOf = (chance: Chance) => ({
	payload: (procedure: number, payload: Buffer): Buffer => {
		if (procedure === 14 && chance.happens(0.3)) {
			return Buffer.from(payload).fill(mutateText(chance, payload.toString('utf8', 4)), 4);
		}

		return chance.happens(0.03) ? mutateBytes(chance, payload) : payload;
	},
	packet: (bytes: Buffer): Buffer => (chance.happens(0.005) ? mutateBytes(chance, bytes) : bytes),
});

/** A conversation with a daemon whose answers are not what they should be, made into domains and printed. */
export const libvirtConversation: Campaign = {
	name: 'libvirt-conversation',
	round: 25,
	open: () => ({
		next: (chance) => {
			const world = worldOf(chance);
			const {hypervisor, hostname, cpus, bulk, noWait} = world;
			const domains = world.domains().map((seat) => seat.now());
			return {
				input: {hypervisor, hostname, cpus, bulk, noWait, domains},
				check: async () => {
					const clock = createHandClock();
					const options = {
						root: '/nowhere',
						clock,
						spawn: libvirtFarSide(world, spoilOf(chance)),
						readOnly: true,
						onStatus: () => {},
					};
					const samples: Sample[] = [];
					const read = async (connection: Connection): Promise<void> => {
						for (let refresh = 0; refresh < 3; refresh += 1) {
							const asking = withTimeout({clock, seconds: 1.5}, new AbortController().signal, (signal) =>
								connection.sample({delay: 2}, signal),
							);
							samples.push(await finishByHand(clock, asking, 60));
							await clock.advance(2);
						}
					};
					let connection: Connection | undefined;
					try {
						const opening = libvirtDriver.connect(parseAddress('qemu+ssh://far/system'), options);
						connection = await finishByHand(clock, opening, 120);
						await read(connection);
					} catch (error) {
						if (!(error instanceof DriverError)) {
							throw error;
						}
					} finally {
						await (connection && finishByHand(clock, connection.close(), 60));
					}

					return sampleFaults(chance, samples);
				},
			};
		},
	}),
};
