import {readFileSync} from 'node:fs';

/** A domain as the binding's domain_getinfo has it, with the handle in hex and its vCPUs. */
export type CapturedDomain = {
	readonly domid: number;
	readonly handle: string;
	/** Nanoseconds. */
	readonly cpu_time: number;
	/** Index and nanoseconds. */
	readonly vcpus: readonly (readonly [number, number])[];
	readonly [field: string]: unknown;
};

/** What the driver's script answered. Times are seconds of its CLOCK_MONOTONIC. */
export type CapturedAnswer = {
	readonly domains: readonly CapturedDomain[];
	readonly host: Readonly<Record<string, number>>;
	/** Nanoseconds of each physical processor. */
	readonly idle: readonly number[];
	readonly idleAt: number;
	readonly at: number;
	readonly sent: number;
};

export type CapturedReadings = {
	readonly greeting: {readonly module: string; readonly sent: number};
	readonly answers: readonly CapturedAnswer[];
};

export const hypervisorFixture = (name: string): string =>
	readFileSync(new URL(`../../fixtures/xen/hypervisor/${name}`, import.meta.url), 'utf8');

export const readReadings = (name: string): CapturedReadings => JSON.parse(hypervisorFixture(`${name}.json`));
