import {knownNumber} from '../../../source/model/known-count.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import {memorySize} from '../../xenstore/memory-size.ts';
import {type Fields, parseBindingDomain} from './binding-domain.ts';
import {ChildFault} from './child-fault.ts';
import type {HypervisorDomain, HypervisorReading} from './hypervisor.ts';

/**
Why the child has nothing to tell. `module`: there is no binding for this Python. `denied`, `absent`: the kernel's answer
for /dev/xen/privcmd. `open`: opening failed for another reason. `hypercall`: the hypervisor refused.
*/
export type BindingRefusal = {
	readonly refusal: 'module' | 'denied' | 'absent' | 'open' | 'hypercall';
	/** The binding's words, or the path of the device. */
	readonly text: string;
};

/** Times are the child's monotonic seconds. Undefined: the child's Python has no monotonic clock. */
export type BindingAnswer = Omit<HypervisorReading, 'at' | 'cpuSeconds'> & {
	readonly at?: number | undefined;
	readonly sent?: number | undefined;
	/** Idle time of each physical processor, nanoseconds; 0 of a processor that is off. */
	readonly idle?: readonly number[] | undefined;
	readonly idleAt?: number | undefined;
};

/** The child's first line: the binding that it found. */
export type BindingGreeting = {readonly module: string; readonly sent?: number | undefined};

const refusals = new Set<unknown>(['module', 'denied', 'absent', 'open', 'hypercall']);
const textLimitCharacters = 200;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const garbled = (what: string, options?: ErrorOptions): ChildFault =>
	new ChildFault('garbled', `what it said is ${what}`, options);

const cleanField = (value: unknown): string =>
	typeof value === 'string' ? cleanText(value.slice(0, textLimitCharacters)) : '';

/** @throws ChildFault */
const parseFields = (line: string): Fields => {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch (error) {
		throw garbled('no JSON', {cause: error});
	}

	if (!isFields(value)) {
		throw garbled('no JSON object');
	}

	return value;
};

const refusalOf = ({refusal, text}: Fields): BindingRefusal | undefined =>
	refusals.has(refusal) ? ({refusal, text: cleanField(text)} as BindingRefusal) : undefined;

/** Domains by domid. A domain that is listed twice came first in one part of the list and last in the next. @throws ChildFault */
const parseDomains = (list: readonly unknown[]): readonly HypervisorDomain[] => {
	const domains = list.map((fields) => {
		const domain = isFields(fields) ? parseBindingDomain(fields) : undefined;
		if (!domain) {
			throw garbled('no domain');
		}

		return domain;
	});
	const distinct = new Map(domains.map((domain) => [domain.id, domain]));
	return [...distinct.values()].sort((one, other) => one.id - other.id);
};

/** @throws ChildFault where the line is neither a greeting nor a refusal. */
export const parseBindingGreeting = (line: string): BindingGreeting | BindingRefusal => {
	const fields = parseFields(line);
	const refusal = refusalOf(fields);
	if (refusal) {
		return refusal;
	}

	if (typeof fields.module !== 'string') {
		throw garbled('no greeting');
	}

	return {module: cleanField(fields.module), sent: knownNumber(fields.sent)};
};

/** Checks each field: an impossible number is unknown. @throws ChildFault where the line is no answer at all. */
export const parseBindingAnswer = (line: string): BindingAnswer | BindingRefusal => {
	const fields = parseFields(line);
	const refusal = refusalOf(fields);
	if (refusal) {
		return refusal;
	}

	if (!Array.isArray(fields.domains)) {
		throw garbled('no list of domains');
	}

	const host = isFields(fields.host) ? fields.host : {};
	return {
		at: knownNumber(fields.at),
		sent: knownNumber(fields.sent),
		domains: parseDomains(fields.domains),
		cpus: knownNumber(host.nr_cpus) || undefined,
		memoryKiB: memorySize(host.total_memory),
		memoryFreeKiB: memorySize(host.free_memory),
		idle: Array.isArray(fields.idle) ? fields.idle.map((time) => knownNumber(time) ?? 0) : undefined,
		idleAt: knownNumber(fields.idleAt),
	};
};
