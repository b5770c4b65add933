import {spawn} from 'node:child_process';
import {onTestFinished} from 'vitest';
import {libvirtDriver} from '../../../drivers/libvirt/driver.ts';
import {withTimeout} from '../../../source/async/wait.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {
	Connection,
	ConnectionStatus,
	DriverOptions,
	SampleRequest,
} from '../../../source/driver/driver.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {createShiftedClock, type HeldClock} from '../../helpers/shifted-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {type FakeLibvirtd, type FakeLibvirtdOptions, startFakeLibvirtd} from './fake-libvirtd.ts';

/** The libvirt driver before a fake daemon. */
export type LibvirtWorld = {
	readonly fake: FakeLibvirtd;
	readonly clock: HeldClock;
	readonly options: DriverOptions;
	readonly statuses: readonly ConnectionStatus[];
	/** `?socket=` of the fake one. */
	readonly uri: string;
	/** Closed when the test ends. */
	readonly connect: (changes?: Partial<DriverOptions>, uri?: string) => Promise<Connection>;
};

/** By which each connection of a world goes. */
const clocks = new WeakMap<Connection, HeldClock>();

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
			clocks.set(connection, clock);
			return connection;
		},
	};
};

export const request: SampleRequest = {delay: 2};

/** One refresh, as long after the one before and ended as by the sampler at a delay of 2 s. */
export const refresh = (connection: Connection, asked: Partial<SampleRequest> = {}): Promise<Sample> => {
	const clock = clocks.get(connection);
	if (!clock) {
		throw new Error('The connection is of no world.');
	}

	clock.shift(request.delay);
	return withTimeout({clock, seconds: 1.5}, new AbortController().signal, (deadline) =>
		connection.sample({...request, ...asked}, deadline),
	);
};

export const domainOf = ({domains}: Sample, name: string): Domain => {
	const found = domains.find((domain) => domain.name === name);
	if (!found) {
		throw new Error(`${name} is not among ${domains.map((domain) => domain.name).join(', ')}`);
	}

	return found;
};
