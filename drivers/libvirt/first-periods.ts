import {DriverError} from '../../source/driver-error.ts';
import type {PeriodWriter} from './period-writer.ts';
import type {RemoteDomain} from './remote/remote-domain.ts';
import type {Row} from './sampling/roster.ts';

/** The period that `--balloon-period` asks for: set at the first sight of an incarnation whose period is 0, and never again. */
export type FirstPeriods = {
	/** @returns those whose period was set. Never rejects. */
	readonly set: (rows: readonly Row[]) => Promise<readonly RemoteDomain[]>;
	/** Why it could not be set, in libvirt's words; absent: it could, or was not tried. */
	readonly refusalOf: (domain: RemoteDomain) => string | undefined;
};

/** @param seen of each domain, by key, the incarnation whose period was looked at, over reconnects too. */
export const createFirstPeriods = (
	writer: PeriodWriter,
	seconds: number | undefined,
	seen: Map<string, string>,
): FirstPeriods => {
	const refusals = new Map<string, string>();
	const nameOf = ({uuid, id}: RemoteDomain): string => `${uuid} ${id}`;

	const isNew = ({domain: {key, incarnation, memory}}: Row): boolean =>
		memory.balloon === 'present' && memory.period !== undefined && seen.get(key) !== incarnation;

	return {
		refusalOf: (domain) => refusals.get(nameOf(domain)),
		async set(rows) {
			if (!seconds) {
				return [];
			}

			const done: RemoteDomain[] = [];
			for (const {remote, domain} of rows.filter(isNew)) {
				seen.set(domain.key, domain.incarnation);
				if (domain.memory.period !== 0 || domain.memory.periodRefusal !== undefined) {
					continue;
				}

				try {
					await writer.write(remote, domain.name, seconds);
					done.push(remote);
				} catch (error) {
					refusals.set(nameOf(remote), error instanceof DriverError ? error.message : String(error));
				}
			}

			return done;
		},
	};
};
