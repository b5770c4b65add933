import {hostText} from './host-text.ts';
import type {Scene} from './scene.ts';

/** What the connections are doing before the first refresh. */
export const waitingText = ({statuses}: Scene): string =>
	[...statuses.values()].map(({message}) => message).join(' ') || 'Connecting …';

/** Says that no domains run where domains could be read, and why the other connections gave nothing. */
const idleText = (scene: Scene): string => {
	const {statuses, usage} = scene;
	const unanswered = new Map(usage?.connections.map((one) => [one.uri, one.unanswered]));
	const messages = [...statuses].flatMap(
		([uri, {state, message}]) =>
			(state === 'lost' || state === 'connecting' ? message : unanswered.get(uri)) ?? [],
	);
	if (messages.length === 0) {
		return `No domains are running on ${hostText(scene).text}.`;
	}

	return [
		...(messages.length < statuses.size ? ['No domains are running where it can be read.'] : []),
		...messages,
	].join(' ');
};

/** Why the table is empty. */
export const emptyReason = (scene: Scene): string => {
	const {usage, view} = scene;
	if (!usage || usage.hosts.length === 0) {
		return waitingText(scene);
	}

	if (usage.domains.length === 0) {
		return idleText(scene);
	}

	if (view.filter !== '') {
		return `Nothing matches the filter “${view.filter}”; esc clears it.`;
	}

	switch (view.page) {
		case 'cpu': {
			return 'No domain has a vCPU.';
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
