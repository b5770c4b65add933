import type {Domain, ProblemReport, Sample} from '../../source/model/sample.ts';
import {silenceText} from '../../source/text/silence-text.ts';
import type {PeriodSetting} from './balloon-period.ts';
import type {HostPlan} from './host-plan.ts';
import {isPresent, simulatedDomain, spentOn} from './mapping/domain.ts';
import type {Moment} from './moment.ts';
import {simulatedOrigins} from './origins.ts';

/** Processors the host spends on itself. */
const ownCpu = 0.15;

/** Memory the host keeps for itself, KiB. */
const ownMemoryKiB = 3 * 1024 * 1024;

const silence = (domain: Domain, monotonic: number): ProblemReport => ({
	kind: 'silent',
	domain: domain.key,
	message: `${domain.name} ${silenceText(Math.floor(monotonic - domain.at), 0)}.`,
	advice: 'Wait for it: this simulated domain answers again within a few minutes.',
});

/**
The whole host at one moment: a pure function, so that the same arguments give the same numbers.

@param settings the periods that were set, by domain key; a period of an earlier incarnation does not count.
@param refusal why no period can be set. Undefined: periods can be set.
*/
export const simulatedSample = (
	host: HostPlan,
	moment: Moment,
	settings: ReadonlyMap<string, PeriodSetting>,
	refusal?: string,
): Sample => {
	const {seconds, monotonic} = moment;
	const domains: Domain[] = [];
	const problems: ProblemReport[] = [];
	let cpuSeconds = ownCpu * seconds;
	let usedKiB = ownMemoryKiB;
	for (const plan of host.domains) {
		cpuSeconds += spentOn(plan, seconds);
		if (isPresent(plan, seconds)) {
			const setting = settings.get(plan.key);
			const domain = simulatedDomain(plan, moment, {setting, refusal});
			usedKiB += domain.memory.residentKiB ?? 0;
			domains.push(domain);
			if (domain.at < monotonic) {
				problems.push(silence(domain, monotonic));
			}
		}
	}

	return {
		host: {
			id: host.id,
			name: 'simulated',
			at: monotonic,
			cpus: host.cpus,
			cpuSeconds,
			memoryKiB: host.memoryKiB,
			memoryFreeKiB: host.memoryKiB - usedKiB,
		},
		domains,
		problems,
		origins: simulatedOrigins,
	};
};
