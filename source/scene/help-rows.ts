import type {PageName} from '../columns/column.ts';
import {columns} from '../columns/columns.ts';
import {wrapText} from '../text/wrap-text.ts';

/** One line of the help: a key, a column or a word, and its meaning. The further lines of a meaning have an empty term. */
export type HelpRow = {readonly term: string; readonly meaning: string};

const balloonRows: readonly HelpRow[] = [
	{term: 'no balloon', meaning: 'The domain has no balloon device, so its guest cannot be asked.'},
	{term: 'no driver', meaning: 'There is a device, and no driver in the guest ever used it.'},
	{
		term: 'no period',
		meaning: 'The guest is not asked: the numbers are as old as the age behind the words. p sets a period.',
	},
	{
		term: 'silent',
		meaning: 'It is asked every period, and has not answered for as long as the age behind the word.',
	},
	{term: 'no values', meaning: 'There is a driver in the guest, and it gives no value.'},
];

const headerRows: readonly HelpRow[] = [
	{term: 'CPU', meaning: 'What all hosts together do, in percent of all their CPUs.'},
	{term: 'running', meaning: 'Domains that run, also idle domains, which only wait for work.'},
	{
		term: 'given',
		meaning: 'Memory of all domains that are not off, as large as their balloons make it now.',
	},
	{
		term: 'used',
		meaning:
			'What guests report that they use of it: available without unused, of the guests that report it, at any age.',
	},
	{term: 'free', meaning: 'What the hosts could still give without swapping.'},
];

const signs: readonly HelpRow[] = [
	{term: '>', meaning: 'The selected row. While it has a problem, the last line says which.'},
	{term: '!', meaning: 'This domain has a problem; ! lists all of them.'},
	{
		term: '*',
		meaning:
			"Behind a disk: its backend's physical sector is no 512 bytes, so its bytes depend on x, or they are in doubt. Its own page shows both figures, or says why.",
	},
	{term: '–', meaning: 'Unknown. It is never shown as 0, and 0 is only ever a 0 that was read.'},
	{term: 'none', meaning: 'There is no number here: what it is made of is not counted.'},
	{
		term: 'AGE',
		meaning: 'Numbers of more than three seconds have their age; older than their interval, they are dim.',
	},
	{term: 'K M G', meaning: 'Sizes in units of 1024; k, m and g of requests and packets in units of 1000.'},
];

const section = (title: string, rows: readonly HelpRow[], first = false): readonly HelpRow[] => [
	...(first ? [] : [{term: '', meaning: ''}]),
	{term: title, meaning: ''},
	...rows,
];

const wrapped = ({term, meaning}: HelpRow, width: number): readonly HelpRow[] =>
	wrapText(meaning, width).map((line, index) => ({term: index === 0 ? term : '', meaning: line}));

/** Room for a term, terminal columns. */
export const termWidth = 12;

/**
The whole help, made of the tables of keys and of columns so that it cannot lag behind the tables.
@param keys the label of each key, and what it does.
*/
export const helpRows = (page: PageName, keys: readonly HelpRow[], width: number): readonly HelpRow[] =>
	[
		...section('KEYS', keys, true),
		...section(
			`COLUMNS`,
			columns[page].map(({header, key, help, priority}) => ({
				term: header,
				meaning: `${help}${priority === undefined ? ' Shown where chosen.' : ''} (${key})`,
			})),
		),
		...section('BALLOON', balloonRows),
		...section('HEADER', headerRows),
		...section('SIGNS', signs),
	].flatMap((row) => wrapped(row, Math.max(10, width - termWidth)));
