import {noWait, type Remote} from '../calls/remote.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../calls/remote-error.ts';
import type {StatsRecord} from '../calls/stats-record.ts';

/** The bulk call of one hypervisor, and what its replies showed of it. */
export type BulkQuery = {
	readonly ask: (domains: readonly RemoteDomain[], groups: number) => Promise<readonly StatsRecord[]>;
	/** Whether the call waits for a domain that something holds. */
	readonly waits: () => boolean;
	/** Whether the hypervisor has a bulk call. Undefined: that is not known yet. */
	readonly isThere: () => boolean | undefined;
};

/**
vz, and any libvirt before 4.5, refuse NOWAIT as an unknown flag. libxl, lxc, ch and bhyve have no bulk call (function tables
of libvirt 11.3).
*/
export const createBulkQuery = (remote: () => Remote): BulkQuery => {
	const refusesFlag = new Set<number>([remoteErrorCode.invalidArgument, remoteErrorCode.argumentUnsupported]);
	let flags = noWait;
	let isThere: boolean | undefined;

	const ask: BulkQuery['ask'] = async (domains, groups) => {
		const asked = flags;
		try {
			const records = await remote().bulkStats({domains, groups, flags: asked});
			isThere = true;
			return records;
		} catch (error) {
			if (error instanceof RemoteError && asked !== 0 && refusesFlag.has(error.code)) {
				flags = 0;
				return ask(domains, groups);
			}

			if (error instanceof RemoteError && error.code === remoteErrorCode.noSupport) {
				isThere = false;
			}

			throw error;
		}
	};

	return {ask, waits: () => flags === 0, isThere: () => isThere};
};
