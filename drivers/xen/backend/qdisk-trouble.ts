import type {ProblemReport} from '../../../source/model/sample.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {QmpFault} from '../../qmp/qmp-fault.ts';
import {QmpRefusal, refusalText} from '../../qmp/qmp-refusal.ts';

/** Why QEMU did not tell the counters of a domain's disks. */
export type QdiskTrouble = {
	/** The reason shown at each disk: a sentence without its full stop. */
	readonly reason: string;
	/** Undefined: there is nothing to report yet. */
	readonly report?: Omit<ProblemReport, 'domain'> | undefined;
};

/** @param path of the socket on this host. */
export const qdiskTrouble = (error: unknown, path: string, domid: number): QdiskTrouble => {
	const trouble = (kind: string, reason: string, advice: string): QdiskTrouble => ({
		reason,
		report: {kind, message: `Disks of domain ${domid} that QEMU serves have no counters: ${reason}.`, advice},
	});
	const again = `It is asked again by itself; if it stays so, look at the QEMU of domain ${domid}.`;
	if (error instanceof QmpRefusal) {
		return trouble('refused', `QEMU says: ${refusalText(error)}`, again);
	}

	const text = cleanText(error instanceof Error ? error.message : String(error), textLimits.sentence);
	const kind = error instanceof QmpFault ? error.kind : 'garbled';
	switch (kind) {
		case 'absent':
			return trouble(
				kind,
				`no process listens on ${path}`,
				'Check whether the QEMU of the domain runs; an old Xen gives it no socket of this kind.',
			);
		case 'denied':
			return trouble(kind, `${path} may not be opened: permission denied`, 'Run domtop as root.');
		case 'silent':
		case 'cancelled':
			return trouble(
				'silent',
				`${path} does not answer: another client, xentop perhaps, holds it, or QEMU hangs`,
				`Let that client leave. ${again}`,
			);
		case 'closed':
			return trouble(kind, `${path} was closed ${text}`, again);
		default:
			return trouble(kind, `${path} gave what is not QMP: ${text}`, again);
	}
};
