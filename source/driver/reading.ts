import type {ProblemReport, Sample} from '../model/sample.ts';
import type {ConnectionStatus} from './driver.ts';

/** What one connection has to say at a refresh. */
export type Reading = {
	readonly uri: string;
	readonly driver: string;
	readonly status: ConnectionStatus;
	/** The last one there was; absent: never any. */
	readonly sample: Sample | undefined;
	/** Of the connection itself, beside those in the sample. */
	readonly problems: readonly ProblemReport[];
	/** The host is made up. */
	readonly simulated: boolean;
};
