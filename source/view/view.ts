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

/** The domain page: which domain, which of its devices, and whether that one is open too. */
export type Opened = {
	/** Row key of the domain. */
	readonly rowKey: string;
	/** For when it is gone. */
	readonly name: string;
	/** Among its devices. */
	readonly selection: Selection;
	/** Absent: the domain page. */
	readonly device?: Device | undefined;
	/** First counter shown on the device page. */
	readonly scroll: number;
};

/** What covers the page. */
export type Overlay =
	| {readonly kind: 'help' | 'problems'; readonly scroll: number}
	| {readonly kind: 'columns'; readonly cursor: number; readonly chosen: ReadonlySet<string>};

/** The last line, until the next key. */
export type Message = {
	readonly text: string;
	readonly failed: boolean;
	/** Nobody asked for it: any problem goes before it. */
	readonly yields?: true;
};

/** What the person chose. */
export type View = {
	readonly page: PageName;
	readonly sorts: Readonly<Record<PageName, Sort>>;
	/** Keys in their order; absent: those with a priority. */
	readonly columns: Readonly<Partial<Record<PageName, readonly string[]>>>;
	/** Part of a name, uuid or state; empty: all. */
	readonly filter: string;
	/** Requests and packets in place of bytes. */
	readonly requests: boolean;
	readonly cpuBase: CpuBase;
	readonly sectors: SectorChoice;
	/** Seconds. */
	readonly delay: number;
	readonly frozen: boolean;
	readonly selections: Readonly<Record<PageName, Selection>>;
	readonly opened: Opened | undefined;
	readonly overlay: Overlay | undefined;
	readonly prompt: Prompt | undefined;
	readonly message: Message | undefined;
};

const perPage = <Value>(value: (page: PageName) => Value): Record<PageName, Value> =>
	Object.fromEntries(pageNames.map((page) => [page, value(page)])) as Record<PageName, Value>;

/** What a person may choose of the view before it is there, as options have it; sort and columns are of that page. */
export type ViewChoices = {
	readonly page: PageName;
	readonly sort: string | undefined;
	readonly reverse: boolean;
	readonly columns: readonly string[] | undefined;
	readonly filter: string;
	readonly delay: number;
	readonly sectors: SectorChoice;
};

/**
The view a program starts with.
@param said what to tell at first; absent: nothing.
*/
export const initialView = (choices: ViewChoices, said?: string): View => {
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
		message: said === undefined ? undefined : {text: said, failed: false, yields: true},
	};
};

/** Are virtual processors shown? They are read only then. */
export const showsVcpus = ({page, opened}: View): boolean => page === 'cpu' || opened !== undefined;
