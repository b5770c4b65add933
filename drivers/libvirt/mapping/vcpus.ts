import {deviceLimits, excessOf} from '../../../source/model/domain-bounds.ts';
import {secondsOf} from '../../../source/model/nanoseconds.ts';
import type {Domain, Vcpu} from '../../../source/model/sample.ts';
import type {DomainInput} from './domain-input.ts';
import {reasons} from './reasons.ts';
import type {VcpuFields} from './record-fields.ts';

const offline = 0;

/** A kernel without CONFIG_SCHEDSTATS leaves `wait` at 0, which says nothing. Then only `delay` shows the wait. */
const waitOf = ({delay, wait}: VcpuFields): number | undefined => delay ?? (wait === 0 ? undefined : wait);

const vcpuOf = (index: number, vcpu: VcpuFields): Vcpu => ({
	index,
	cpuSeconds: secondsOf(vcpu.time),
	waitSeconds: secondsOf(waitOf(vcpu)),
});

/** The vCPUs online. Numbers may be left out. A domain that does not run has none, as in every driver. */
export const domainVcpus = ({
	fields,
	isRunning,
	gap,
}: DomainInput): Pick<Domain, 'vcpus' | 'vcpusReason' | 'excess'> => {
	if (!isRunning) {
		return {};
	}

	if (fields.vcpus.size === 0) {
		return {vcpusReason: gap ?? reasons.notReported};
	}

	const online = [...fields.vcpus]
		.filter(([, vcpu]) => vcpu.state !== offline)
		.sort(([one], [other]) => one - other);
	return {
		...excessOf({vcpus: Math.max(online.length, fields.beyond.vcpus)}),
		vcpus: online.slice(0, deviceLimits.vcpus).map(([index, vcpu]) => vcpuOf(index, vcpu)),
	};
};

/**
Processor time of a whole running domain, seconds. In the bulk call libvirt's vz driver reports only the time of each vCPU. In
DOMAIN_GET_INFO it gives their sum (vz_driver.c).
*/
export const domainCpuSeconds = ({fields, kind, isRunning}: DomainInput): number | undefined => {
	// For a domain that does not run, QEMU's driver reads the process 0, which is libvirtd itself (seen with libvirt 9.0.0).
	if (!isRunning) {
		return undefined;
	}

	if (fields.cpuTime !== undefined || kind !== 'vz' || fields.vcpus.size === 0) {
		return secondsOf(fields.cpuTime);
	}

	let sum = 0;
	for (const {time} of fields.vcpus.values()) {
		if (time === undefined) {
			return undefined;
		}

		sum += time;
	}

	return secondsOf(sum);
};
