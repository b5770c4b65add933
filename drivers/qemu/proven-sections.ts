import {hasOtherNamespace} from '../linux/has-other-namespace.ts';
import type {ConfigSection} from './config-text.ts';
import type {GuestContext} from './context.ts';
import {listensOn} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Sockets of a file that are looked for. */
export const socketLimit = 16;

/** Objects that make a monitor, or threads beside those of processors. */
const objectKinds = new Set(['monitor-qmp', 'iothread', 'thread-context']);

/**
Of a file that may have been changed since its process read it: the sockets on which this very process listens, so that
they stood there then too, and the monitors behind them. Whether one waited for its first client is not known; so it may.
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
