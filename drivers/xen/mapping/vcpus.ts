import type {Domain} from '../../../source/model/sample.ts';
import type {HypervisorDomain} from '../hypervisor/hypervisor.ts';
import {reasons} from './reasons.ts';

type Processors = Pick<Domain, 'vcpuCount' | 'vcpus' | 'vcpusReason'>;

const reasonOf = (hypervisor: HypervisorDomain | undefined): string | undefined => {
	if (!hypervisor) {
		return reasons.noHypervisor;
	}

	return hypervisor.vcpus ? undefined : (hypervisor.vcpusReason ?? reasons.noVcpus);
};

/**
The vCPUs as the hypervisor reports them (XEN_DOMCTL_getvcpuinfo), or why they are unknown.
@param hypervisor undefined: the hypervisor did not answer, or answered without this domain
*/
export const xenVcpus = (hypervisor: HypervisorDomain | undefined): Processors => ({
	vcpuCount: hypervisor?.vcpuCount,
	vcpus: hypervisor?.vcpus,
	vcpusReason: reasonOf(hypervisor),
});
