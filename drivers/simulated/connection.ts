import type {Connection, DomainRef, DriverOptions} from '../../source/driver/driver.ts';
import {DriverError, readOnlyError, readOnlyRefusal} from '../../source/driver/driver-error.ts';
import {createKeptDomains} from '../../source/model/kept-domains.ts';
import type {Sample} from '../../source/model/sample.ts';
import type {PeriodSetting} from './balloon-period.ts';
import type {HostPlan} from './host-plan.ts';
import {domainTime} from './mapping/domain.ts';
import {pollingOf} from './mapping/memory.ts';
import {hostClock, type Moment} from './moment.ts';
import {failUnlessSettable} from './settable-domain.ts';
import {simulatedSample} from './simulated-sample.ts';

const largestPeriod = 2 ** 32 - 1;

/** What `setBalloonPeriod` takes; QEMU refuses the same values. */
const isPeriod = (seconds: number): boolean =>
	Number.isInteger(seconds) && seconds >= 0 && seconds <= largestPeriod;

/** Connects to a simulated host. Only the clock and the periods that were set change about the host. */
export const openSimulatedConnection = (host: HostPlan, options: DriverOptions): Connection => {
	const {balloonPeriod, readOnly} = options;
	const plans = new Map(host.domains.map((plan) => [plan.key, plan]));
	const settings = new Map<string, PeriodSetting>();
	const seen = new Map<string, string>();
	const present = hostClock(options.clock);
	const refusal = readOnly ? readOnlyRefusal : undefined;
	let closed = false;

	const failIfClosed = (): void => {
		if (closed) {
			throw new DriverError('The connection to the simulated host is closed.', 'Connect to it again.');
		}
	};

	const setPeriod = (domain: DomainRef, seconds: number, moment: Moment): void => {
		const plan = plans.get(domain.key);
		if (plan) {
			const time = domainTime(plan, moment);
			const {incarnation} = domain;
			const {polledAt} = pollingOf(plan, time, incarnation, settings.get(plan.key));
			settings.set(plan.key, {
				incarnation,
				period: seconds,
				since: moment.seconds,
				polledBefore: polledAt,
			});
		}
	};

	/** @returns whether any period was set. */
	const setAtFirstSight = (sample: Sample, moment: Moment): boolean => {
		let changed = false;
		for (const domain of sample.domains) {
			const answers = domain.at === moment.monotonic;
			if (answers && seen.get(domain.key) !== domain.incarnation) {
				seen.set(domain.key, domain.incarnation);
				const {balloon, period, periodRefusal} = domain.memory;
				if (balloonPeriod && balloon === 'present' && period === 0 && periodRefusal === undefined) {
					setPeriod(domain, balloonPeriod, moment);
					changed = true;
				}
			}
		}

		return changed;
	};

	const kept = createKeptDomains();

	return {
		sample: async () => {
			failIfClosed();
			const moment = present();
			const sample = simulatedSample(host, moment, settings, refusal);
			const shown =
				balloonPeriod && setAtFirstSight(sample, moment)
					? simulatedSample(host, moment, settings, refusal)
					: sample;
			return {...shown, domains: kept(shown.domains)};
		},
		setBalloonPeriod: async (domain, seconds) => {
			failIfClosed();
			if (readOnly) {
				throw readOnlyError();
			}

			if (!isPeriod(seconds)) {
				throw new DriverError(
					`A balloon period of ${seconds} s cannot be set.`,
					`Give whole seconds from 0 (stop) to ${largestPeriod}.`,
				);
			}

			const moment = present();
			failUnlessSettable(simulatedSample(host, moment, settings, refusal), domain);
			setPeriod(domain, seconds, moment);
			return settings.get(domain.key)?.period;
		},
		close: async () => {
			closed = true;
		},
	};
};
