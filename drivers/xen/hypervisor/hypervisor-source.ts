import type {Hypervisor, HypervisorReading} from './hypervisor.ts';

/** One of the ways to ask the hypervisor. */
export type HypervisorSource = {
	/** One at a time. @throws DriverError */
	readonly ask: (vcpus: boolean) => Promise<HypervisorReading>;
	/** It cannot be asked again; another must be opened. */
	readonly isOver: () => boolean;
	readonly origins: ReturnType<Hypervisor['origins']>;
};
