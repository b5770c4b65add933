import type {ProblemReport} from '../../source/model/sample.ts';
import type {FinderOmissions} from './process-finder.ts';
import type {QemuProcess} from './qemu-process.ts';

const pidsNamed = 3;

const pidsText = (pids: readonly number[]): string => {
	const named = pids.slice(0, pidsNamed).join(', ');
	return pids.length > pidsNamed ? `${named}, …` : named;
};

/** Reports what the search for domains left out, and what was cut off their command lines. */
export const omissionReports = (
	{stuck, over}: FinderOmissions,
	processes: readonly QemuProcess[],
	userName: (id: number) => string,
): readonly ProblemReport[] => {
	const reports: ProblemReport[] = [...over].map(([user, count]) => ({
		kind: `too many:${user}`,
		message: `User ${userName(user)} runs ${count} guests more than domtop shows of one user.`,
		advice: 'Look with ps whether they are guests; the oldest processes are shown.',
	}));
	if (stuck.length > 0) {
		const what = stuck.length === 1 ? 'Process' : `${stuck.length} processes, such as`;
		reports.push({
			kind: 'stuck',
			message: `${what} ${pidsText(stuck)} may be a guest, and the kernel does not show its command line.`,
			advice: 'It is blocked in the kernel, or its memory lies on a file system that hangs.',
		});
	}

	const cut = processes.filter(({isCut}) => isCut).map(({pid}) => pid);
	if (cut.length > 0) {
		reports.push({
			kind: 'cut',
			message: `The command line of ${cut.length === 1 ? 'process' : 'processes'} ${pidsText(cut)} is longer than 128 KiB: only its beginning was read.`,
			advice: 'What stands behind that, such as a QMP socket or a NIC, is not known here.',
		});
	}

	return reports;
};
