import type {Reading} from '../driver/reading.ts';
import type {Domain} from '../model/sample.ts';

/** A domain as one connection sees it. */
export type Candidate = {readonly domain: Domain; readonly reading: Reading};

export const isLost = ({reading}: Candidate): boolean => reading.status.state === 'lost';

/** Whether the hypervisor itself lists the domain. Otherwise it was found as a process, which may call itself anything. */
export const isListed = ({domain: {process}}: Candidate): boolean => process === undefined;

/**
Whether a process is the domain that another driver lists under the same uuid. Any user can start a QEMU with any uuid, so the
uuid proves nothing. The process is that domain in three cases:
- libvirt's own file names the process;
- the process looks as only libvirt's do, and was first seen just now;
- the process looks as only libvirt's do, the domain runs or ran just now, and no file tells.
No file tells where it cannot be seen, or where libvirt is lost and its word is old.
@param ranJustNow the domain ran a moment ago. libvirt and /proc are read one after the other, and a guest may end in between.
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

	// A user who can start a process of this kind has no need to hide it. So the process is believed until libvirt can know of it.
	if (process?.isOfLibvirt === 'just now') {
		return true;
	}

	const isDecidedByFile = pids !== undefined && !isLost(listed);
	return (
		process?.isOfLibvirt === true && !isDecidedByFile && (ranJustNow || listed.domain.state !== 'shutoff')
	);
};
