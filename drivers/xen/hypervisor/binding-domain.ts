import {knownNumber} from '../../../source/model/known-count.ts';
import {secondsOf} from '../../../source/model/nanoseconds.ts';
import type {Vcpu} from '../../../source/model/sample.ts';
import {memorySize} from '../../xenstore/memory-size.ts';
import {domainState} from './domain-state.ts';
import {domainUuid} from './domain-uuid.ts';
import type {HypervisorDomain} from './hypervisor.ts';

/** A JSON object of the child. */
export type Fields = Readonly<Record<string, unknown>>;

/** DOMID_FIRST_RESERVED of xen/include/public/xen.h. */
const domidEnd = 0x7ff0;
/** XEN_LEGACY_MAX_VCPUS, HVM_MAX_VCPUS and the limit of Linux lie far below. */
const vcpuEnd = 8192;

const isIn = (value: unknown, end: number): value is number =>
	Number.isInteger(value) && (value as number) >= 0 && (value as number) < end;

/** From pairs of index and nanoseconds. */
const parseVcpus = (pairs: readonly unknown[]): readonly Vcpu[] => {
	const vcpus = pairs.flatMap((pair): readonly Vcpu[] => {
		const [index, time] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
		return isIn(index, vcpuEnd) ? [{index, cpuSeconds: secondsOf(knownNumber(time))}] : [];
	});
	return [...new Map(vcpus.map((vcpu) => [vcpu.index, vcpu])).values()];
};

/** @param fields of the binding's domain_getinfo, with the handle in hex. @returns undefined where there is no domid. */
export const parseBindingDomain = (fields: Fields): HypervisorDomain | undefined => {
	const {domid: id, handle, vcpus} = fields;
	if (!isIn(id, domidEnd)) {
		return undefined;
	}

	const isSet = (name: string): boolean => Boolean(fields[name]);
	return {
		id,
		uuid: domainUuid(id, handle),
		...domainState({
			dying: isSet('dying'),
			crashed: isSet('crashed'),
			shutdown: isSet('shutdown'),
			shutdownReason: knownNumber(fields.shutdown_reason),
			paused: isSet('paused'),
			blocked: isSet('blocked'),
		}),
		cpuSeconds: secondsOf(knownNumber(fields.cpu_time)),
		memoryKiB: memorySize(fields.mem_kb),
		maximumKiB: memorySize(fields.maxmem_kb),
		vcpuCount: isIn(fields.online_vcpus, vcpuEnd) ? fields.online_vcpus : undefined,
		...(Array.isArray(vcpus) ? {vcpus: parseVcpus(vcpus)} : {}),
	};
};
