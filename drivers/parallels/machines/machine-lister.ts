import type {Machine} from './machine.ts';

/** Lists the machines of this host by short commands. Each has a timeout, and one of each kind runs at a time. */
export type MachineLister = {
	/** `prlctl list -a -o uuid,status,type,name -j`, or without -j if prlctl lacks it: cheap, no details. @throws DriverError */
	readonly short: (signal: AbortSignal) => Promise<readonly Machine[]>;
	/** `prlctl list -a -i -j`: slow on old hosts. @throws DriverError */
	readonly long: (signal: AbortSignal) => Promise<readonly Machine[]>;
	/** Ends the commands that still run. */
	readonly close: () => Promise<void>;
};
