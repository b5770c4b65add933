import type {Machine} from './machine.ts';

/** The machines of this host, by short commands with a deadline, of each kind one at a time. */
export type MachineLister = {
	/** `prlctl list -a -o uuid,status,type,name -j`, without -j where that is not known: cheap, without details. @throws DriverError */
	readonly short: (signal: AbortSignal) => Promise<readonly Machine[]>;
	/** `prlctl list -a -i -j`: slow on old hosts. @throws DriverError */
	readonly long: (signal: AbortSignal) => Promise<readonly Machine[]>;
	/** Ends what is under way. */
	readonly close: () => Promise<void>;
};
