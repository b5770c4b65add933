import {DriverError} from '../../source/driver/driver-error.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import type {RemoteDomain} from './calls/remote-domain.ts';
import type {PeriodWriter} from './period-writer.ts';
import type {Row} from './sampling/domain-registry.ts';

/** Sets the period of `--balloon-period` once an incarnation: at its first sight, and only where its period is 0. */
export type FirstPeriods = {
	/** @returns the domains whose period was set. Never rejects. */
	readonly set: (rows: readonly Row[]) => Promise<readonly RemoteDomain[]>;
	/** Periods that could not be set, in libvirt's words. A report ends when the domain has a period or another incarnation. */
	readonly reports: (rows: readonly Row[]) => readonly ProblemReport[];
};

type Refusal = {readonly incarnation: string; readonly message: string; readonly advice: string};

const tryAgain = 'Try another period with the key p.';

/** @param seen by domain key, the incarnation whose period was read. It lasts over reconnects. */
export const createFirstPeriods = (
	writer: PeriodWriter,
	seconds: number | undefined,
	seen: Map<string, string>,
): FirstPeriods => {
	const refusals = new Map<string, Refusal>();

	const isNew = ({domain: {key, incarnation, memory}}: Row): boolean =>
		memory.balloon === 'present' && memory.period !== undefined && seen.get(key) !== incarnation;

	return {
		reports(rows) {
			if (refusals.size === 0) {
				return [];
			}

			const known = new Map(rows.map(({domain}) => [domain.key, domain]));
			return [...refusals].flatMap(([key, {incarnation, message, advice}]) => {
				const domain = known.get(key);
				if (domain?.incarnation !== incarnation || (domain.memory.period ?? 0) > 0) {
					refusals.delete(key);
					return [];
				}

				return [{kind: 'period', domain: key, message, advice}];
			});
		},
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
					const {key, incarnation} = domain;
					const {message, advice} =
						error instanceof DriverError
							? error
							: {message: `The period of ${domain.name} was not set: ${String(error)}.`, advice: tryAgain};
					refusals.set(key, {incarnation, message, advice});
				}
			}

			return done;
		},
	};
};
