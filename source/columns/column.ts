import type {Cut} from '../text/cut-forms.ts';
import type {Kind} from '../text/format.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import type {NicUsage} from '../usage/nic-usage.ts';
import type {VcpuUsage} from '../usage/vcpu-usage.ts';

/** The pages of the table; `cpu` has one row for each vCPU. */
export type PageName = 'domains' | 'cpu' | 'nics' | 'disks' | 'memory';

/** What 100 % of CPU means: one host CPU, the whole host, or the domain's own vCPUs. */
export type CpuBase = 'cpu' | 'host' | 'domain';

/** One line of a page: a domain, or one of its devices. */
export type Row = {
	/** Names the domain or device, and stays with it when the order changes. */
	readonly key: string;
	readonly usage: DomainUsage;
	/** The host's name, as short as it can be unlike other hosts' names. Undefined: the host was not read yet. */
	readonly hostName: string | undefined;
	/** Number of CPUs of the host. Undefined: unknown, as before the first reading of the host. */
	readonly hostCpus: number | undefined;
	/** The host's full name. Undefined: the host was not read yet. */
	readonly hostFullName?: string | undefined;
	/** One of `disk`, `nic` and `vcpu` is the device of the row. All three undefined: the row is the domain's own. */
	readonly disk?: DiskUsage;
	readonly nic?: NicUsage;
	readonly vcpu?: VcpuUsage;
};

/** What the person chose that changes how a value is shown. Raw output uses one CPU. */
export type CellContext = {readonly cpuBase: CpuBase};

/** The object of the JSON that a column's value belongs to. */
export type Noun = 'domain' | 'memory' | 'vcpu' | 'disk' | 'nic';

/** One thing shown about a domain or device: the table, text, CSV, JSON and the help all read it. */
export type Column = {
	/** Name of the column in `--columns` and `--sort`, unique on its page. */
	readonly key: string;
	/** Name of the column in CSV and JSON, with the unit. */
	readonly raw: string;
	readonly noun: Noun;
	readonly header: string;
	/** Meaning, unit and source, for people. */
	readonly help: string;
	readonly kind: Kind;
	/** Least width, terminal columns. */
	readonly width: number;
	/** Width up to which the column takes room left over by all columns, terminal columns. Undefined: it takes none of it. */
	readonly most?: number;
	/** The column with the highest number steps aside first; 1 never does. Undefined: the column is shown only if chosen. */
	readonly priority?: number;
	/** The raw value. Undefined: unknown. */
	readonly value: (row: Row, context: CellContext) => number | string | undefined;
	/** Text of the cell instead of the formatted value. Undefined: the cell shows the value. */
	readonly text?: (row: Row, context: CellContext) => string | undefined;
	/** Orders the rows instead of the value, where people see something else than machines get. Undefined: the value does. */
	readonly order?: (row: Row) => string | undefined;
	/** The column tells rows apart: no two texts look alike when they are cut. Undefined: the first letters are shown. */
	readonly cut?: Cut;
	/**
	Texts that must not look alike, if they are more or fewer than the cells' texts. They depend only on what is said of a
	domain, not on its numbers. Undefined: the cells' texts.
	*/
	readonly texts?: (row: Row) => readonly string[];
	/** Whether the cell says nothing. If all cells are blank, the column steps aside for names. Undefined: it never does. */
	readonly isBlank?: (row: Row) => boolean;
	/** A sign behind the text of the cell, which no cut takes away. Empty: no sign. Only columns of texts have it. */
	readonly mark?: (row: Row) => string;
	/**
	Whether a row may have a mark, by what is said of its domain and whatever its numbers are. Only columns with `texts` have it.
	Undefined: each row may have a mark.
	*/
	readonly mayMark?: (row: Row) => boolean;
	/** Key of the column that replaces this column when requests are shown instead of bytes. Undefined: no column does. */
	readonly requests?: string;
};

export const rawContext: CellContext = {cpuBase: 'cpu'};

/** A column's raw value in a row. Undefined: the value is unknown, NaN or infinite. */
export const knownValue = (column: Column, row: Row, context: CellContext): number | string | undefined => {
	const value = column.value(row, context);
	return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
};
