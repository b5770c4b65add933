import {DriverError} from '../driver/driver-error.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {processText} from '../usage/process-text.ts';
import type {Usage} from '../usage/usage.ts';
import {wasRead} from '../usage/was-read.ts';

/** The domain that is meant, and notes on it, one sentence each. */
export type FoundDomain = {readonly found: DomainUsage; readonly notes: readonly string[]};

/** The id of a domain. A pid is no id: a person who starts a process may aim at a certain pid. */
const idOf = ({domain}: DomainUsage): number | undefined =>
	domain.process === undefined ? domain.id : undefined;

const described = (usage: DomainUsage): string => {
	const {domain, uri} = usage;
	const id = idOf(usage);
	return [
		domain.name,
		...(domain.process === undefined ? [] : [processText(domain)]),
		...(id === undefined ? [] : [`id ${id}`]),
		...(domain.uuid === undefined ? [] : [`uuid ${domain.uuid}`]),
		`(${uri})`,
	].join(' ');
};

/** Advice on how to tell these domains apart: the shortest way to type comes first. */
const choiceOf = (found: readonly DomainUsage[]): string => {
	const differ = (value: (usage: DomainUsage) => unknown): boolean =>
		found.every((usage) => value(usage) !== undefined) && new Set(found.map(value)).size === found.length;
	const ways = [
		...(differ(idOf) ? ['the id'] : []),
		...(differ(({domain}) => domain.uuid?.toLowerCase()) ? ['the uuid'] : []),
		...(differ(({uri}) => uri) ? ['-c with one of the connections'] : []),
	];
	if (ways.length > 0) {
		return `Give ${ways.join(', or ')}.`;
	}

	return found.some(({domain}) => domain.process)
		? 'Give -c with the QMP socket of one, or give each its own name or uuid.'
		: 'Give each of them its own name or uuid.';
};

/**
Whether the process belongs to a stranger. Any user may start a process with any name and uuid, so a stranger's process
counts only if no other domain is meant.
*/
const isStrangers = ({domain: {process}}: DomainUsage): boolean => process?.isTrusted === false;

const findersOf = (text: string): readonly ((usage: DomainUsage) => boolean)[] => [
	({domain}) => domain.name === text,
	({domain}) => domain.uuid?.toLowerCase() === text.toLowerCase(),
	(usage) => idOf(usage) !== undefined && String(idOf(usage)) === text,
	// As the name stands in the table: a pid alone is no id, but a name with its pid can aim at no other domain.
	({domain, mark}) => mark !== undefined && `${domain.name}${mark}` === text,
];

/** Most processes of strangers that a message names. */
const namedLimit = 3;

const notesOf = (text: string, strangers: readonly DomainUsage[]): readonly string[] => {
	const named = strangers.slice(0, namedLimit).map(({domain}) => processText(domain));
	const left = strangers.length - named.length;
	const all = [...named, ...(left > 0 ? [`${left} more`] : [])].join(', ');
	return strangers.length === 0
		? []
		: [
				`${text} is also what ${all} ${strangers.length === 1 ? 'calls itself: it was' : 'call themselves: they were'} not asked.`,
			];
};

/** @throws DriverError if a connection was not read: that connection may have the domain that is meant. */
const checkStranger = ({connections}: Usage, found: DomainUsage): void => {
	const unread = connections.find((one) => !wasRead(one));
	if (unread) {
		throw new DriverError(
			`${unread.uri} could not be read, and the only ${found.domain.name} is ${processText(found.domain)}.`,
			`Give -c ${found.uri} if you mean that one.`,
		);
	}
};

/**
Finds a domain by its exact name, its uuid, its id or its marked name, in this order; never by a part of them.
@throws DriverError if no domain is found, or several.
*/
export const findDomain = (usage: Usage, text: string): FoundDomain => {
	const finders = findersOf(text);
	const isMeant = (one: DomainUsage): boolean => finders.some((matches) => matches(one));
	const strangers = usage.domains.filter((one) => isStrangers(one) && isMeant(one));
	for (const group of [usage.domains.filter((one) => !isStrangers(one)), strangers]) {
		for (const matches of finders) {
			const all = group.filter(matches);
			const [found] = all;
			if (found && all.length === 1) {
				if (group !== strangers) {
					return {found, notes: notesOf(text, strangers)};
				}

				checkStranger(usage, found);
				return {found, notes: [`${found.domain.name} is ${processText(found.domain)}.`]};
			}

			if (found) {
				const others = group === strangers ? [] : strangers;
				throw new DriverError(
					`Several domains are called ${text}: ${[...all, ...others.slice(0, namedLimit)].map(described).join(', ')}.`,
					choiceOf(all),
				);
			}
		}
	}

	const unread = usage.connections.filter((one) => !wasRead(one)).map(({uri}) => uri);
	throw unread.length === 0
		? new DriverError(`There is no domain ${text}.`, 'Run domtop -b -n 1 to list the domains.')
		: new DriverError(
				`There is no domain ${text} where it can be read.`,
				`It may be one of ${unread.join(', ')}, of which nothing is known yet.`,
			);
};
