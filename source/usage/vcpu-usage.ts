import {rate} from '../model/rate.ts';
import type {Vcpu} from '../model/sample.ts';

/** Usage of a virtual processor between two samples. */
export type VcpuUsage = {
	readonly vcpu: Vcpu;
	/** Percent of one host CPU. */
	readonly cpuPercent: number | undefined;
	/** Percent of the time that the vCPU was ready and waited for a host CPU (steal). */
	readonly waitPercent: number | undefined;
};

const percent = (perSecond: number | undefined): number | undefined =>
	perSecond === undefined ? undefined : perSecond * 100;

/** @param seconds between the two readings. Undefined: no rates. */
export const vcpuUsage = (before: Vcpu | undefined, vcpu: Vcpu, seconds: number | undefined): VcpuUsage => ({
	vcpu,
	cpuPercent: percent(rate(before?.cpuSeconds, vcpu.cpuSeconds, seconds)),
	waitPercent: percent(rate(before?.waitSeconds, vcpu.waitSeconds, seconds)),
});
