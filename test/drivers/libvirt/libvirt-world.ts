import {spawn} from 'node:child_process';
import {onTestFinished} from 'vitest';
import {libvirtDriver} from '../../../drivers/libvirt/libvirt-driver.ts';
import {parseAddress} from '../../../source/address.ts';
import type {Connection, ConnectionStatus, DriverOptions, SampleRequest} from '../../../source/driver.ts';
import type {Domain, Sample} from '../../../source/sample.ts';
import {temporaryFolder} from '../qemu/captured-host.ts';
import {createShiftedClock, type ShiftedClock} from '../qemu/captured-world.ts';
import {type FakeLibvirtd, type FakeLibvirtdOptions, startFakeLibvirtd} from './fake-libvirtd.ts';

/** The libvirt driver before a fake daemon. */
export type LibvirtWorld = {
	readonly fake: FakeLibvirtd;
	readonly clock: ShiftedClock;
	readonly options: DriverOptions;
	readonly statuses: readonly ConnectionStatus[];
	/** `?socket=` of the fake one. */
	readonly uri: string;
	/** Closed when the test ends. */
	readonly connect: (changes?: Partial<DriverOptions>, uri?: string) => Promise<Connection>;
};

export const createLibvirtWorld = async (given: FakeLibvirtdOptions): Promise<LibvirtWorld> => {
	const fake = await startFakeLibvirtd(temporaryFolder(), given);
	const clock = createShiftedClock();
	const statuses: ConnectionStatus[] = [];
	const options: DriverOptions = {
		root: '/',
		clock,
		spawn,
		readOnly: false,
		onStatus: (status) => statuses.push(status),
	};
	const uri = `qemu+unix:///system?socket=${fake.path}`;
	return {
		fake,
		clock,
		options,
		statuses,
		uri,
		async connect(changes = {}, other = uri) {
			const connection = await libvirtDriver.connect(parseAddress(other), {...options, ...changes});
			onTestFinished(() => connection.close());
			return connection;
		},
	};
};

export const request: SampleRequest = {vcpus: false, delay: 2};

/** One refresh, ended as the sampler ends it for a delay of 2 s. */
export const refresh = (connection: Connection, asked: Partial<SampleRequest> = {}): Promise<Sample> =>
	connection.sample({...request, ...asked}, AbortSignal.timeout(1500));

export const domainOf = ({domains}: Sample, name: string): Domain => {
	const found = domains.find((domain) => domain.name === name);
	if (!found) {
		throw new Error(`${name} is not among ${domains.map((domain) => domain.name).join(', ')}`);
	}

	return found;
};
