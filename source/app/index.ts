/** What the package exports: the drivers, and the types of what they read. */

export {type Clock, systemClock} from '../async/clock.ts';
export {type Address, parseAddress} from '../driver/address.ts';
export type {
	Connection,
	ConnectionStatus,
	DomainRef,
	Driver,
	DriverOptions,
	MemoryAnswer,
	SampleRequest,
} from '../driver/driver.ts';
export {DriverError} from '../driver/driver-error.ts';
export {UsageError} from '../driver/usage-error.ts';
export type * from '../model/sample.ts';
export type {Spawn} from '../process/spawn.ts';
export {drivers} from './drivers.ts';
