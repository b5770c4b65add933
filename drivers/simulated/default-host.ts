import {domainPlan} from './domain-outline.ts';
import type {HostPlan} from './host-plan.ts';
import {oddDomains} from './odd-domains.ts';
import {workingDomains} from './working-domains.ts';

/** `test:///default`: a host at work, with each oddity a host can have. */
export const defaultHost = (): HostPlan => ({
	id: 'simulated',
	cpus: 16,
	memoryKiB: 64 * 1024 * 1024,
	domains: [...workingDomains, ...oddDomains].map(domainPlan),
});
