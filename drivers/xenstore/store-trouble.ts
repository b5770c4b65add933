import type {ProblemReport} from '../../source/model/sample.ts';
import {cleanText, textLimits} from '../../source/text/clean-text.ts';
import {silenceText} from '../../source/text/silence-text.ts';
import type {StoreFault, StoreFaultKind} from './store-fault.ts';
import {errorCode} from './store-fault.ts';

const report = (message: string, advice: string): ProblemReport => ({kind: 'xenstore', message, advice});

const asRoot = 'Run domtop as root to see names, sizes and sources of disks.';
const again = 'It is asked again by itself; if it stays so, look at the process xenstored or oxenstored.';

/** The report that there is no session over this path. */
export const reportStoreFault = (path: string, fault: StoreFault): ProblemReport => {
	const place = cleanText(path, textLimits.path);
	const text = cleanText(fault.message);
	const isRefused = errorCode(fault.cause) === 'ECONNREFUSED';
	const texts: Readonly<Record<StoreFaultKind, readonly [string, string]>> = {
		denied: [`Cannot open ${place}: permission denied.`, asRoot],
		absent: [
			`Cannot open ${place}: ${isRefused ? 'no process listens there' : 'it is not there'}.`,
			'Start xenstored with the services of Xen (xencommons); it is taken up by itself.',
		],
		silent: [`xenstored takes no connection on ${place}.`, again],
		closed: [`The connection to xenstored was closed ${text}.`, again],
		garbled: [`${place} gave what is not the protocol of xenstore: ${text}.`, again],
		cancelled: [`The connection to xenstored was closed ${text}.`, again],
	};
	return report(...texts[fault.kind]);
};

export const reportStoreSilence = (seconds: number): ProblemReport =>
	report(`xenstored ${silenceText(seconds, 0)}.`, again);

/** @param code why the list of domains was refused. Undefined: there is no list. */
export const reportNoList = (code: string | undefined): ProblemReport => {
	if (code === undefined) {
		return report(
			'xenstore has no list of domains.',
			'See whether xenstored was restarted without its store: names and disks come back as each domain starts again.',
		);
	}

	return report(
		`The list of domains in xenstore cannot be read (${cleanText(code)}).`,
		code === 'EACCES' || code === 'EPERM' ? asRoot : again,
	);
};
