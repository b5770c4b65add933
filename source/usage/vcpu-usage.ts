import {rate} from '../model/rate.ts';
import type {Vcpu} from '../model/sample.ts';

/** Usage of a virtual processor between two samples. A rate is computed when it is asked for. */
export type VcpuUsage = {
	readonly vcpu: Vcpu;
	/** Percent of one host CPU. */
	readonly cpuPercent: number | undefined;
	/** Percent of the time that the vCPU was ready and waited for a host CPU (steal). */
	readonly waitPercent: number | undefined;
};

const percent = (perSecond: number | undefined): number | undefined =>
	perSecond === undefined ? undefined : perSecond * 100;

class RatedVcpu implements VcpuUsage {
	readonly vcpu: Vcpu;
	readonly #past: Vcpu | undefined;
	readonly #seconds: number | undefined;

	constructor(past: Vcpu | undefined, vcpu: Vcpu, seconds: number | undefined) {
		this.vcpu = vcpu;
		this.#past = past;
		this.#seconds = seconds;
	}

	get cpuPercent(): number | undefined {
		return percent(rate(this.#past?.cpuSeconds, this.vcpu.cpuSeconds, this.#seconds));
	}

	get waitPercent(): number | undefined {
		return percent(rate(this.#past?.waitSeconds, this.vcpu.waitSeconds, this.#seconds));
	}
}

/** @param seconds between the two readings. Undefined: no rates. */
export const vcpuUsage = (before: Vcpu | undefined, vcpu: Vcpu, seconds: number | undefined): VcpuUsage =>
	new RatedVcpu(before, vcpu, seconds);
