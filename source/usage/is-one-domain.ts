import type {Reading} from '../driver/reading.ts';
import type {Domain} from '../model/sample.ts';

/** A domain as one connection sees it. */
export type Candidate = {readonly domain: Domain; readonly reading: Reading};

export const isLost = ({reading}: Candidate): boolean => reading.status.state === 'lost';

/** Does whoever runs it list it, or was it found as a process, which may call itself what it likes? */
export const isListed = ({domain: {process}}: Candidate): boolean => process === undefined;

/**
Is a process the domain that another driver lists under its uuid? Any user can start a QEMU with any uuid, so that a uuid
proves nothing: it is where libvirt's own file names the process; where no such file can be seen, or libvirt is lost and its
word is old, where the process itself is as only libvirt's are, and the domain runs or ran just now, or the process was seen
first just now.
@param ranJustNow what libvirt says and what /proc shows are read one after the other, and in between a guest ends.
*/
export const isOneDomain = (
	listed: Candidate,
	{domain: {process}}: Candidate,
	ranJustNow: boolean,
): boolean => {
	const {pids} = listed.domain;
	if (process?.pid !== undefined && pids?.includes(process.pid)) {
		return true;
	}

	// Whoever can start such a process has no need to hide it, so that it is believed until libvirt can know of it.
	if (process?.isOfLibvirt === 'just now') {
		return true;
	}

	const isToldByFile = pids !== undefined && !isLost(listed);
	return process?.isOfLibvirt === true && !isToldByFile && (ranJustNow || listed.domain.state !== 'shutoff');
};
