import {domainLimit} from '../../../source/model/domain-bounds.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {Machine} from './machine.ts';

const uuidForm = /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i;

/** A text of prlctl, clean enough to show. Undefined: there is none. @param limit the limit of `cleanText`. */
export const readText = (value: unknown, limit: number = textLimits.name): string | undefined => {
	const text = typeof value === 'string' ? cleanText(value, limit).trim() : '';
	return text === '' ? undefined : text;
};

/** A machine from the entry of either list. Undefined: it has no uuid, so it is no machine. */
export const readMachine = (entry: {
	readonly uuid: unknown;
	readonly name: unknown;
	readonly status: unknown;
	/** VM or CT. */
	readonly type: unknown;
}): Machine | undefined => {
	const uuid = uuidForm.exec(readText(entry.uuid) ?? '')?.[1]?.toLowerCase();
	return uuid === undefined
		? undefined
		: {
				uuid,
				name: readText(entry.name) ?? uuid,
				kind: entry.type === 'CT' ? 'container' : 'vm',
				status: readText(entry.status) ?? 'unknown',
			};
};

/**
Keeps the first machine of each uuid, and at most one machine more than the domains that one connection may give:
the extra machine shows that there are more.
*/
export const uniqueMachines = (machines: readonly Machine[]): readonly Machine[] =>
	[...new Map(machines.toReversed().map((machine) => [machine.uuid, machine])).values()]
		.toReversed()
		.slice(0, domainLimit + 1);
