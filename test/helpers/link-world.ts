import type {ConnectionStatus, SampleRequest} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Reading} from '../../source/driver/reading.ts';
import type {Sample} from '../../source/model/sample.ts';
import {type SupervisedConnection, superviseConnection} from '../../source/sampling/supervisor.ts';
import {createFakeClock, type FakeClock} from './fake-clock.ts';
import {createFakeDriver, type FakeDriver, fakeAddress, type Script} from './fake-driver.ts';
import {aDomain, aSample} from './sample-builder.ts';

export const request: SampleRequest = {delay: 2};
export const gone = () => new DriverError('The socket is gone.', 'Start the guest.');

export type World = {
	readonly clock: FakeClock;
	readonly driver: FakeDriver;
	readonly link: SupervisedConnection;
	readonly statuses: readonly ConnectionStatus[];
	/** One reading, given up after a second and a half. */
	readonly read: () => Promise<Reading>;
};

export const world = (script: Script): World => {
	const clock = createFakeClock();
	const driver = createFakeDriver(script);
	const statuses: ConnectionStatus[] = [];
	const options = {
		root: '/',
		clock,
		spawn: () => {
			throw new Error('Nothing is started here.');
		},
		readOnly: false,
	};
	const link = superviseConnection({driver, address: fakeAddress()}, options, (status) =>
		statuses.push(status),
	);
	return {
		clock,
		driver,
		link,
		statuses,
		async read() {
			const deadline = new AbortController();
			const reading = link.read(request, deadline.signal);
			let over = false;
			void reading.then(() => {
				over = true;
			});
			await clock.settle();
			if (!over) {
				await clock.advance(1.5);
				deadline.abort();
				await clock.advance(0.2);
			}

			return reading;
		},
	};
};

export const ok = (call: number): Sample => aSample([aDomain('web', {at: 1000 + call})]);

export const kinds = ({problems}: Reading): readonly string[] => problems.map(({kind}) => kind);
