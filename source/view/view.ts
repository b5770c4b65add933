import type {CpuBase, PageName} from '../columns/column.ts';
import {pageNames} from '../columns/columns.ts';
import {defaultSort} from '../columns/rows.ts';
import type {Device} from '../usage/device.ts';
import type {SectorChoice} from '../usage/sector-size.ts';
import type {Prompt} from './prompt.ts';
import {firstRow, type Selection} from './selection.ts';

/** What a page is sorted by. */
export type Sort = {
	/** Key of a column of the page. */
	readonly column: string;
	readonly reverse: boolean;
};

/** The domain page: its domain, the selected device, and whether the page of a device is open. */
export type Opened = {
	/** Row key of the domain. */
	readonly rowKey: string;
	/** Name of the domain, for when the domain is gone. */
	readonly name: string;
	/** Selection among the devices of the domain. */
	readonly selection: Selection;
	/** The device whose page is open. Undefined: the domain page is shown. */
	readonly device?: Device | undefined;
	/** Index of the first counter shown on the device page. */
	readonly scroll: number;
};

/** What covers the page. */
export type Overlay =
	| {readonly kind: 'help' | 'problems'; readonly scroll: number}
	| {readonly kind: 'columns'; readonly cursor: number; readonly chosen: ReadonlySet<string>};

/** The text on the last line, until the next key. */
export type Message = {
	readonly text: string;
	readonly failed: boolean;
	/** The person did not ask for the message: any problem goes before it. Undefined: no problem does. */
	readonly yields?: true;
};

/** What the person chose. */
export type View = {
	readonly page: PageName;
	readonly sorts: Readonly<Record<PageName, Sort>>;
	/** Keys of the chosen columns of a page, in their order. Undefined: the columns with a priority. */
	readonly columns: Readonly<Partial<Record<PageName, readonly string[]>>>;
	/** Part of a name, uuid or state. Empty: all rows. */
	readonly filter: string;
	/** Whether requests and packets are shown in place of bytes. */
	readonly requests: boolean;
	readonly cpuBase: CpuBase;
	readonly sectors: SectorChoice;
	/** Seconds between refreshes. */
	readonly delay: number;
	readonly frozen: boolean;
	readonly selections: Readonly<Record<PageName, Selection>>;
	/** Undefined: the table of `page` is shown. */
	readonly opened: Opened | undefined;
	/** Undefined: nothing covers the page. */
	readonly overlay: Overlay | undefined;
	/** Undefined: no question is open. */
	readonly prompt: Prompt | undefined;
	/** Undefined: there is no message. */
	readonly message: Message | undefined;
};

const perPage = <Value>(value: (page: PageName) => Value): Record<PageName, Value> =>
	Object.fromEntries(pageNames.map((page) => [page, value(page)])) as Record<PageName, Value>;

/** What a person may choose of the view by options, before the view exists. `sort` and `columns` are of `page`. */
export type ViewChoices = {
	readonly page: PageName;
	/** Key of a column. Undefined: the column that sorts the page by itself. */
	readonly sort: string | undefined;
	readonly reverse: boolean;
	/** Keys of the columns, in their order. Undefined: the columns with a priority. */
	readonly columns: readonly string[] | undefined;
	readonly filter: string;
	readonly delay: number;
	readonly sectors: SectorChoice;
};

/**
The view a program starts with.
@param notice the first message. Undefined: there is no message at first.
*/
export const initialView = (choices: ViewChoices, notice?: string): View => {
	const {page} = choices;
	const sorts = perPage((name): Sort => ({column: defaultSort[name], reverse: false}));
	return {
		page,
		sorts: {
			...sorts,
			[page]: {column: choices.sort ?? sorts[page].column, reverse: choices.reverse},
		},
		columns: choices.columns ? {[page]: choices.columns} : {},
		filter: choices.filter,
		requests: false,
		cpuBase: 'cpu',
		sectors: choices.sectors,
		delay: choices.delay,
		frozen: false,
		selections: perPage(() => firstRow),
		opened: undefined,
		overlay: undefined,
		prompt: undefined,
		message: notice === undefined ? undefined : {text: notice, failed: false, yields: true},
	};
};
