import type {Vcpu} from '../../../source/model/sample.ts';
import type {DomainPlan} from '../host-plan.ts';
import {accumulated} from '../wave.ts';

/** The emulator's own threads take the rest. */
const vcpuPart = 0.97;

/** The first processor does somewhat more than the mean, the last somewhat less. */
const share = (index: number, count: number): number =>
	(1 + 0.15 * (count > 1 ? 1 - (2 * index) / (count - 1) : 0)) / count;

const waitPart = 0.04;

/** Divides the domain's processor time, and some waiting, among its vCPUs. */
export const simulatedVcpus = (plan: DomainPlan, seconds: number, cpuSeconds: number): readonly Vcpu[] =>
	Array.from({length: plan.vcpuCount}, (_, index) => {
		const part = share(index, plan.vcpuCount);
		return {
			index,
			cpuSeconds: cpuSeconds * vcpuPart * part,
			waitSeconds: accumulated(
				{mean: waitPart * plan.cpu.mean * part, swing: 0.8, every: 45},
				seconds,
				plan.phase + index,
			),
		};
	});
