import {columns} from '../columns.ts';
import {textWidth} from '../fit-text.ts';
import {hostNames} from '../usage/host-names.ts';
import type {Usage} from '../usage.ts';
import type {Column, PageName} from './column.ts';

/** Room for the name of a host where there is little, terminal columns; HOST and its mark fit. */
const leastRoom = 5;
const mostRoom = 10;

/** The columns of a page for what there is to show: behind the name the host, as soon as there are several. */
export const pageColumns = (page: PageName, usage: Pick<Usage, 'hosts'> | undefined): readonly Column[] => {
	const all = columns[page];
	const host = all.find(({key}) => key === 'host');
	if (!usage || usage.hosts.length < 2 || !host) {
		return all;
	}

	const longest = Math.max(...[...hostNames(usage.hosts).values()].map(textWidth));
	const width = Math.max(leastRoom, Math.min(mostRoom, longest));
	const shown = {...host, width, most: Math.max(width, longest), priority: 2};
	return all.flatMap((column) => (column === host ? [] : column.key === 'name' ? [column, shown] : [column]));
};
