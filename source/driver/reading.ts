import type {ProblemReport, Sample} from '../model/sample.ts';
import type {ConnectionStatus} from './driver.ts';

/** The sample of one connection at a refresh, with the state of the connection. */
export type Reading = {
	readonly uri: string;
	readonly driver: string;
	readonly status: ConnectionStatus;
	/** The last sample of the connection. Undefined: there never was a sample. */
	readonly sample: Sample | undefined;
	/** Problems of the connection itself, beside those in the sample. */
	readonly problems: readonly ProblemReport[];
	/** Whether the host is made up. */
	readonly simulated: boolean;
};
