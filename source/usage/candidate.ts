import type {Domain} from '../sample.ts';
import type {Reading} from '../usage.ts';

/** A domain as one connection sees it. */
export type Candidate = {readonly domain: Domain; readonly reading: Reading};

export const isLost = ({reading}: Candidate): boolean => reading.status.state === 'lost';

/** Does whoever runs it list it, or was it found as a process, which may call itself what it likes? */
export const isListed = ({domain: {process}}: Candidate): boolean => process === undefined;
