import type {DiskReport, DomainReport, NicReport, Report} from './report.ts';

/** A guest of a lab, with the identity that reports give it. */
export type LabGuest = {readonly name: string; readonly uuid: string};

/** The guest's row, if it has one. */
export const rowOf = (report: Report | undefined, {uuid}: LabGuest): DomainReport | undefined =>
	report?.domains.find((domain) => domain.uuid === uuid);

export const diskOf = (report: Report | undefined, guest: LabGuest, name: string): DiskReport | undefined =>
	rowOf(report, guest)?.disks?.find((disk) => disk.name === name);

export const nicOf = (report: Report | undefined, guest: LabGuest, name: string): NicReport | undefined =>
	rowOf(report, guest)?.nics?.find((nic) => nic.name === name);

/** When the guest's counters in this report were true: wall clock of the machine where domtop runs, seconds. */
export const readAt = (report: Report, guest: LabGuest): number =>
	Date.parse(report.time) / 1000 - (rowOf(report, guest)?.age ?? Number.NaN);

/** Kinds of problems that only say that some reading was late. */
export const ofSlowness: ReadonlySet<string> = new Set(['late', 'missed']);

/** Kinds of problems with a guest that only say that its QEMU did not answer in time, or that a job of the lab's own held it. */
const ofItsSlowness: ReadonlySet<string> = new Set(['silent', 'held', 'unchecked']);

/**
Problems reported for a guest or for all guests. A late answer is no fault here: an emulated processor is slow, and other
programs on this machine make it slower.
*/
export const problemsOf = (reports: readonly Report[], {uuid}: LabGuest): readonly string[] =>
	reports.flatMap(({problems}) =>
		problems
			.filter(({domain, kind}) => (domain === undefined ? !ofSlowness.has(kind) : domain === uuid))
			.map(({kind, message}) => `${kind}: ${message}`),
	);

/** As `problemsOf`, without the problems that its QEMU or a job of the lab's own took longer than a refresh waits. */
export const faultsOf = (reports: readonly Report[], guest: LabGuest): readonly string[] =>
	problemsOf(
		reports.map((report) => ({
			...report,
			problems: report.problems.filter(({kind}) => !ofItsSlowness.has(kind)),
		})),
		guest,
	);
