import type {ProblemReport} from '../../source/sample.ts';
import {domainCount} from './domain-count.ts';
import type {GuestView} from './guest-view.ts';
import {belongsToLibvirt} from './monitor-sockets.ts';

const option = '-qmp unix:/run/NAME.sock,server=on,wait=off';

/** One for all domains whose disks and balloon cannot be read for the same reason. */
export const noMonitorReports = (views: readonly GuestView[]): readonly ProblemReport[] => {
	const reasons = new Set(views.flatMap(({noMonitor}) => noMonitor ?? []));
	return [...reasons].map((reason) => ({
		kind: `no-monitor:${reason}`,
		message: `The disks and balloon of ${domainCount(views.filter(({noMonitor}) => noMonitor === reason))} are unknown: ${reason}.`,
		advice:
			reason === belongsToLibvirt
				? `See them over libvirt once domtop reads it, or give the guest a socket of its own: ${option}.`
				: `Start it with ${option} to see them.`,
	}));
};
