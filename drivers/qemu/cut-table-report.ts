import type {ProblemReport} from '../../source/model/sample.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import type {QemuProcess} from './qemu-process.ts';

/** One report for all lists of sockets that are longer than domtop reads. Undefined: no list is. */
export const cutTableReport = (
	{isOwn, pids}: ReturnType<UnixTables['cut']>,
	processes: readonly QemuProcess[],
): ProblemReport | undefined => {
	const [other] = processes.map(({pid}) => pid).filter((pid) => pids.includes(pid));
	if (!isOwn && other === undefined) {
		return undefined;
	}

	const where = isOwn ? 'This machine' : `The network of pid ${other}`;
	const file = isOwn ? '/proc/net/unix' : `/proc/${other}/net/unix`;
	return {
		kind: 'cut-sockets',
		message: `${where} has more unix sockets than are read: ${file} is longer than ${isOwn ? 64 : 4} MiB.`,
		advice:
			'Find with ss -xap which process made them: guests whose QMP sockets stand further down may not be asked.',
	};
};
