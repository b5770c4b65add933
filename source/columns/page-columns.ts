import {textWidth} from '../text/fit-text.ts';
import {hostNames} from '../usage/host-names.ts';
import type {Usage} from '../usage/usage.ts';
import type {Column, PageName} from './column.ts';
import {columns} from './columns.ts';
import {userText} from './identity-columns.ts';

/** Bounds of the width of HOST and USER where there is little room, terminal columns; HOST and its mark fit in the least. */
const leastRoom = 5;
const mostRoom = 10;

/** A column as wide as its texts, within bounds. */
const shownFor = (column: Column, texts: readonly string[]): Column => {
	const longest = texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
	const width = Math.max(leastRoom, Math.min(mostRoom, longest));
	return {...column, width, most: Math.max(width, longest), priority: 2};
};

const usersOf = (domains: Usage['domains']): ReadonlySet<string> => {
	const users = new Set<string>();
	for (const {domain} of domains) {
		if (domain.user) {
			users.add(userText(domain.user));
		}
	}

	return users;
};

/**
The columns of a page for the domains to show. Behind the name stands the host as soon as there are several hosts, and the
user as soon as a domain belongs to another user.

@param usage undefined: nothing was read yet.
*/
export const pageColumns = (
	page: PageName,
	usage: Pick<Usage, 'hosts' | 'domains'> | undefined,
): readonly Column[] => {
	const all = columns[page];
	if (!usage) {
		return all;
	}

	const users = usersOf(usage.domains);
	const shown = all.flatMap((column) => {
		if (column.key === 'host' && usage.hosts.length > 1) {
			return shownFor(column, [...hostNames(usage.hosts).values()]);
		}

		return column.key === 'user' && users.size > 0 ? shownFor(column, [...users]) : [];
	});
	const keys = new Set(shown.map(({key}) => key));
	return shown.length === 0
		? all
		: all.flatMap((column) =>
				keys.has(column.key) ? [] : column.key === 'name' ? [column, ...shown] : [column],
			);
};
