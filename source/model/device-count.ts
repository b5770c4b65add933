import {DomainView} from './domain-view.ts';
import type {Domain} from './sample.ts';

/** How many devices of a kind a domain has; 0 where they are unknown. It makes no views of them. */
export const deviceCount = (domain: Domain, kind: 'disks' | 'nics' | 'vcpus'): number =>
	(DomainView.saidOf(domain) ?? domain)[kind]?.length ?? 0;
