import type {Scene} from '../scene.ts';
import {hostText} from './host-text.ts';

/** Before the first refresh: what the connections are doing. */
export const waitingText = ({statuses}: Scene): string =>
	[...statuses.values()].map(({message}) => message).join(' ') || 'Connecting …';

/** Why the table is empty. */
export const emptyReason = (scene: Scene): string => {
	const {usage, view, statuses} = scene;
	const lost = [...statuses.values()].filter(({state}) => state === 'lost');
	if (!usage || (usage.hosts.length === 0 && lost.length === 0)) {
		return waitingText(scene);
	}

	if (usage.domains.length === 0) {
		return lost.length > 0 && lost.length === statuses.size
			? (lost[0]?.message ?? '')
			: `No domains are running on ${hostText(scene).text}.`;
	}

	if (view.filter !== '') {
		return `Nothing matches the filter “${view.filter}”; esc clears it.`;
	}

	switch (view.page) {
		case 'cpu': {
			return view.frozen ? 'The vCPUs were not read before the freeze; z goes on.' : 'Reading the vCPUs …';
		}

		case 'nics': {
			return 'No domain has a NIC.';
		}

		case 'disks': {
			return 'No domain has a disk.';
		}

		default: {
			return 'No domains.';
		}
	}
};
