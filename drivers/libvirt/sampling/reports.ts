import {stateReport} from '../../../source/driver/state-report.ts';
import type {Domain, ProblemReport} from '../../../source/model/sample.ts';
import {quoteWord} from '../../../source/text/quote-word.ts';
import {silenceText} from '../../../source/text/silence-text.ts';
import {withoutDot} from '../../../source/text/without-dot.ts';
import {monitorFailure, monitorSilence, silence} from './busy-reason.ts';
import type {Row} from './domain-registry.ts';

const seconds = (value: number): string =>
	value < 0.05 ? 'a moment' : `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;

/** What holds a domain, as one sentence and one of advice. */
export const heldReport = (
	name: string,
	busy: NonNullable<Domain['busy']>,
): Omit<ProblemReport, 'domain'> => {
	const since = seconds(busy.seconds);
	switch (busy.reason) {
		case silence: {
			return {
				kind: 'held',
				message: `${name} ${silenceText(busy.seconds)}.`,
				advice: 'If it stays so, see what virsh domcontrol says of it.',
			};
		}

		case monitorSilence: {
			return {
				kind: 'held',
				message: `The monitor of ${name} has not answered libvirt for ${since}.`,
				advice: 'See whether its QEMU process is stopped or blocked; the other domains go on.',
			};
		}

		case monitorFailure: {
			return {
				kind: 'held',
				message: `The monitor of ${name} failed, libvirt says, ${since} ago.`,
				advice: "Look at the domain's log under /var/log/libvirt; the guest itself may well run on.",
			};
		}

		default: {
			return {
				kind: 'held',
				message: `${name} answers only in part: ${busy.reason} holds it for ${since}.`,
				advice: 'Its numbers come back when that ends; virsh domjobinfo shows its progress.',
			};
		}
	}
};

const replyReports = ({domain, refused, isFresh, heldSince}: Row): readonly ProblemReport[] => {
	if (refused !== undefined) {
		return [
			{
				kind: 'refused',
				domain: domain.key,
				message: `libvirt did not report ${domain.name}: ${withoutDot(refused)}.`,
				advice: 'Its numbers are its last; the log of libvirtd may say more.',
			},
		];
	}

	if (isFresh && heldSince !== undefined && !domain.busy) {
		return [
			{
				kind: 'held',
				domain: domain.key,
				message: `${domain.name} answered only in part: something else asks it at this moment.`,
				advice: 'Its numbers are its last; it is asked again at the next refresh.',
			},
		];
	}

	return domain.busy ? [{...heldReport(domain.name, domain.busy), domain: domain.key}] : [];
};

/** The problems of a domain's row. Empty: all is well. */
export const rowReports = (row: Row): readonly ProblemReport[] => {
	const {domain} = row;
	if (domain.stateFault === undefined) {
		return replyReports(row);
	}

	const stopped = stateReport(domain, {
		resume: `virsh resume ${quoteWord(domain.name)}`,
		causeHint: 'see its log under /var/log/libvirt',
	});
	return [...replyReports(row), ...(stopped ? [{...stopped, domain: domain.key}] : [])];
};

export const silentReport: ProblemReport = {
	kind: 'late',
	message: 'libvirt has not answered in time.',
	advice: 'The numbers shown are its last; if it stays so, see whether libvirtd hangs.',
};

export const refusalReport = (refusal: string): ProblemReport => ({
	kind: 'refused',
	message: `libvirt did not report its domains: ${withoutDot(refusal)}.`,
	advice: 'Join group libvirt, run domtop as root, or ask who set its access rules.',
});
