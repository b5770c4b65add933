import {hasOtherNamespace} from '../linux/has-other-namespace.ts';
import type {ConfigSection} from './config-text.ts';
import type {GuestContext} from './context.ts';
import {listensOn} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Most sockets of a file that are looked for. */
export const socketLimit = 16;

/** Kinds of objects that make a monitor, or threads beside the processors' threads. */
const objectKinds = new Set(['monitor-qmp', 'iothread', 'thread-context']);

/**
What counts of a file that may have been changed since its process read it: the sockets on which this very process
listens, and the monitors behind these sockets. That the process listens proves that the file named the sockets then
too. Whether a socket waited for its first client is not known, so it counts as waiting.
@throws ExhaustedError
*/
export const provenSections = async (
	world: Pick<GuestContext, 'root' | 'tables'>,
	{pid}: Pick<QemuProcess, 'pid'>,
	sections: readonly ConfigSection[],
): Promise<readonly ConfigSection[]> => {
	const process = {pid, hasOtherNetwork: hasOtherNamespace(world.root, pid, 'net')};
	const sockets: ConfigSection[] = [];
	const named = sections.filter(({group, options}) => group === 'chardev' && options.has('path'));
	for (const {group, options} of named.slice(0, socketLimit)) {
		if ((await listensOn(world, process, options.get('path') ?? '')) === 'yes') {
			sockets.push({group, options: new Map([...options, ['wait', 'on']])});
		}
	}

	return [
		...sockets,
		...sections.filter(
			({group, options}) =>
				group === 'mon' || (group === 'object' && objectKinds.has(options.get('qom-type') ?? '')),
		),
	];
};
