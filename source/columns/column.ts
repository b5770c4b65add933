import type {Cut} from '../text/cut-forms.ts';
import type {Kind} from '../text/format.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import type {NicUsage} from '../usage/nic-usage.ts';
import type {VcpuUsage} from '../usage/vcpu-usage.ts';

/** The pages of the table; `cpu` has a row a vCPU. */
export type PageName = 'domains' | 'cpu' | 'nics' | 'disks' | 'memory';

/** What 100 % of CPU means: one host CPU, the whole host, or the domain's own vCPUs. */
export type CpuBase = 'cpu' | 'host' | 'domain';

/** One line of a page: a domain, or one of its devices. */
export type Row = {
	/** Stays with its domain or device when the order changes. */
	readonly key: string;
	readonly usage: DomainUsage;
	/** Name of the host, as short as it stays unlike the others, and how many CPUs it has; unknown before the first reading of it. */
	readonly hostName: string | undefined;
	readonly hostCpus: number | undefined;
	/** The host's name in full; absent as its short one. */
	readonly hostFullName?: string | undefined;
	readonly disk?: DiskUsage;
	readonly nic?: NicUsage;
	readonly vcpu?: VcpuUsage;
};

/** What the person chose that changes how a value is put. Raw output uses one CPU. */
export type CellContext = {readonly cpuBase: CpuBase};

/** Which noun of the JSON a column's value belongs to. */
export type Noun = 'domain' | 'memory' | 'vcpu' | 'disk' | 'nic';

/** One thing shown about a domain or device: the table, text, CSV, JSON and the help all read it. */
export type Column = {
	/** What `--columns` and `--sort` call it, unique on its page. */
	readonly key: string;
	/** Its name in CSV and JSON, with its unit. */
	readonly raw: string;
	readonly noun: Noun;
	readonly header: string;
	/** Meaning, unit and source, for people. */
	readonly help: string;
	readonly kind: Kind;
	/** Least room, terminal columns. */
	readonly width: number;
	/** Takes up to so much room where there is some. */
	readonly most?: number;
	/** 1 never steps aside; the highest goes first. Absent: shown only where chosen. */
	readonly priority?: number;
	/** The raw value; undefined is unknown. */
	readonly value: (row: Row, context: CellContext) => number | string | undefined;
	/** What stands in the cell instead of the value in its kind; undefined: the value after all. */
	readonly text?: (row: Row, context: CellContext) => string | undefined;
	/** What rows are ordered by instead of the value: where what a person sees is not what machines are given. */
	readonly order?: (row: Row) => string | undefined;
	/** It tells rows apart: where its texts have no room no two of them look alike. Absent: their first letters are shown. */
	readonly cut?: Cut;
	/** What must not look alike, where that is more or less than the texts of its cells. */
	readonly texts?: (row: Row) => readonly string[];
	/** Has the cell nothing to say? Where all are blank the column steps aside for names; absent: it never does. */
	readonly isBlank?: (row: Row) => boolean;
	/** A sign behind the text of its cell, which no cut takes away; empty: none. Of texts only. */
	readonly mark?: (row: Row) => string;
	/** Key of the column that takes its place when requests are shown instead of bytes. */
	readonly requests?: string;
};

export const rawContext: CellContext = {cpuBase: 'cpu'};

/** A column's raw value of a row; a number that is none, or endless, is unknown too. */
export const knownValue = (column: Column, row: Row, context: CellContext): number | string | undefined => {
	const value = column.value(row, context);
	return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
};
