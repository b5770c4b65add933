/** What the package exports: the drivers, and the types of what they read. */
export {drivers} from '../drivers/index.ts';
export {type Address, parseAddress} from './address.ts';
export {type Clock, systemClock} from './clock.ts';
export type {
	Connection,
	ConnectionStatus,
	DomainRef,
	Driver,
	DriverOptions,
	MemoryAnswer,
	SampleRequest,
} from './driver.ts';
export {DriverError} from './driver-error.ts';
export type * from './sample.ts';
export type {Spawn} from './spawn.ts';
export {UsageError} from './usage-error.ts';
