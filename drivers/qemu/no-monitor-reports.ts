import type {ProblemReport} from '../../source/model/sample.ts';
import type {KeyedStatus} from './domain-status.ts';
import {reasons} from './mapping/reasons.ts';
import {unreadConfiguration} from './read-config-file.ts';

const option = '-qmp unix:/run/NAME.sock,server=on,wait=off';

/** One report for each reason why disks and balloons cannot be read, for all domains that have this reason. */
export const noMonitorReports = (views: readonly KeyedStatus[]): readonly ProblemReport[] => {
	const given = new Set(views.flatMap(({noMonitor}) => noMonitor ?? []));
	return [...given].map((reason) => ({
		kind: `no-monitor:${reason}`,
		domains: views.filter(({noMonitor}) => noMonitor === reason).map(({key}) => key),
		message: `The disks and balloon of {domains} are unknown: ${reason}.`,
		advice:
			reason === reasons.belongsToLibvirt
				? `See them with -c qemu:///system, or give the guest a socket of its own: ${option}.`
				: reason.startsWith(unreadConfiguration)
					? 'If that gives it a QMP socket, name it: -c qmp:///run/NAME.sock.'
					: `Start it with ${option} to see them.`,
	}));
};
