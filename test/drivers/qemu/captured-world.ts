import {onTestFinished} from 'vitest';
import {qemuDriver} from '../../../drivers/qemu/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {
	Connection,
	ConnectionStatus,
	DriverOptions,
	SampleRequest,
} from '../../../source/driver/driver.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {createShiftedClock, type HeldClock} from '../../helpers/shifted-clock.ts';
import {type CapturedHost, createCapturedHost, pids} from './captured-host.ts';
import {type FakeQemu, startFakeQemu} from './fake-qemu.ts';
import {ownUser, spawnHead} from './process-world.ts';
import {readRecording} from './recording.ts';

const sockets = {
	qa: ['/tmp/lab-q/run/qa/qmp.sock', 'qmp-drive.jsonl'],
	qn: ['/tmp/lab-q/run/qn/qmp.sock', 'qmp-no-guest-driver.jsonl'],
	qanon: ['/tmp/lab-q/run/qanon/qmp.sock', 'qmp-anonymous-balloon.jsonl'],
	qb: ['/tmp/lab-q/run/qb/second.sock', 'qmp-blockdev.jsonl'],
	comma: ['/tmp/lab-q/run/qe/qmp.sock', 'qmp-default-machine.jsonl'],
} as const;

export type GuestName = keyof typeof sockets;

export const socketOf = (name: GuestName): string => sockets[name][0];

export type CapturedWorld = {
	readonly host: CapturedHost;
	readonly clock: HeldClock;
	readonly options: DriverOptions;
	readonly statuses: readonly ConnectionStatus[];
	/** The QEMU of a captured guest, answering on its captured socket. */
	readonly start: (name: GuestName) => Promise<FakeQemu>;
	/** Closed when the test ends. */
	readonly connect: (uri?: string, changes?: Partial<DriverOptions>) => Promise<Connection>;
};

/** @param names the guests whose processes are there. */
export const createCapturedWorld = (
	names: readonly GuestName[] = ['qa', 'qn', 'qanon', 'qb', 'comma'],
): CapturedWorld => {
	const host = createCapturedHost(names.map((name) => pids[name]));
	const clock = createShiftedClock();
	const statuses: ConnectionStatus[] = [];
	const options: DriverOptions = {
		root: host.root,
		clock,
		spawn: spawnHead,
		user: ownUser,
		readOnly: false,
		onStatus: (status) => statuses.push(status),
	};
	return {
		host,
		clock,
		options,
		statuses,
		start: (name) => startFakeQemu(`${host.root}${sockets[name][0]}`, readRecording(sockets[name][1])),
		connect: async (uri = 'qmp:', changes = {}) => {
			const connection = await qemuDriver.connect(parseAddress(uri), {...options, ...changes});
			onTestFinished(connection.close);
			return connection;
		},
	};
};

/** With a long timeout, so that a busy machine puts no guest into quarantine. */
export const request: SampleRequest = {delay: 10};

/** For guests that will not answer: given up after half a second. */
export const quickRequest: SampleRequest = {delay: 1};

export const sampleOf = (connection: Connection, asking: SampleRequest = request): Promise<Sample> =>
	connection.sample(asking, new AbortController().signal);

export const domainOf = ({domains}: Sample, name: string): Domain => {
	const domain = domains.find((candidate) => candidate.name === name);
	if (!domain) {
		throw new Error(`no ${name} among ${domains.map((one) => one.name).join(', ')}`);
	}

	return domain;
};
