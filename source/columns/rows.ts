import type {DomainUsage} from '../usage/domain-usage.ts';
import {hostNames} from '../usage/host-names.ts';
import type {Usage} from '../usage/usage.ts';
import type {CellContext, Column, PageName, Row} from './column.ts';
import {columns} from './columns.ts';
import {stateText} from './identity-columns.ts';
import {rowOrder} from './row-order.ts';
import {rowsAt} from './rows-at.ts';

/** How the rows of a page are chosen and put in order. */
export type RowOrder = {
	/** Key of a column of the page. */
	readonly sort: string;
	/** Numbers fall and texts rise, unless reversed. */
	readonly reverse: boolean;
	/** Part of a name, uuid or state; capitals make no difference. Empty: all rows. */
	readonly filter: string;
};

/** Key of the column that sorts each page until the person chooses another column. */
export const defaultSort: Readonly<Record<PageName, string>> = {
	domains: 'cpu',
	cpu: 'cpu',
	nics: 'io',
	disks: 'io',
	memory: 'cpu',
};

/**
Whether a domain has this part in its name, its uuid, its state or its text under STATE. Capitals make no difference. An empty
part is in every domain.
*/
export const matchesFilter = ({domain}: Pick<DomainUsage, 'domain'>, filter: string): boolean => {
	const part = filter.toLowerCase();
	const has = (text: string | undefined): boolean => text?.toLowerCase().includes(part) ?? false;
	return part === '' || has(domain.name) || has(domain.uuid) || has(domain.state) || has(stateText(domain));
};

/** A domain whose devices cannot be read has one row that says why. A domain without devices has no row. */
const deviceRows = <Device>(
	base: Row,
	devices: readonly Device[] | undefined,
	reason: string | undefined,
	row: (device: Device) => Row,
): Row[] => devices?.map(row) ?? (reason === undefined ? [] : [base]);

const domainRows = (usage: DomainUsage, page: PageName, base: Row): Row[] => {
	switch (page) {
		case 'cpu': {
			return deviceRows(base, usage.vcpus, usage.domain.vcpusReason, (vcpu) => ({
				...base,
				key: `${usage.rowKey}/vcpu/${vcpu.vcpu.index}`,
				vcpu,
			}));
		}

		case 'nics': {
			return deviceRows(base, usage.nics, usage.domain.nicsReason, (nic) => ({
				...base,
				key: `${usage.rowKey}/nic/${nic.nic.name}`,
				nic,
			}));
		}

		case 'disks': {
			return deviceRows(base, usage.disks, usage.domain.disksReason, (disk) => ({
				...base,
				key: `${usage.rowKey}/disk/${disk.disk.name}`,
				disk,
			}));
		}

		default: {
			return [base];
		}
	}
};

/** All rows of one page, in no order. */
export const allRows = (usage: Usage, page: PageName): readonly Row[] => {
	const hosts = new Map(usage.hosts.map(({host}) => [host.id, host]));
	const names = hostNames(usage.hosts);
	const rows: Row[] = [];
	for (const domain of usage.domains) {
		const host = hosts.get(domain.host);
		const base: Row = {
			key: domain.rowKey,
			usage: domain,
			hostName: names.get(domain.host),
			hostFullName: host?.name,
			hostCpus: host?.cpus,
		};
		for (const row of domainRows(domain, page, base)) {
			rows.push(row);
		}
	}

	return rows;
};

/** The column that sorts a page. @param key of a column of the page; with any other key the usual column sorts. */
export const sortColumn = (page: PageName, key: string): Column | undefined =>
	columns[page].find((one) => one.key === key) ?? columns[page].find((one) => one.key === defaultSort[page]);

/** @param all rows of the page. @returns the rows that match the filter, in order. */
export const orderedRows = (
	all: readonly Row[],
	page: PageName,
	{sort, reverse, filter}: RowOrder,
	context: CellContext,
): readonly Row[] => {
	const rows = filter === '' ? all : all.filter(({usage}) => matchesFilter(usage, filter));
	const column = sortColumn(page, sort);
	return column ? rowsAt(rows, rowOrder(rows, column, reverse, context)) : rows;
};

/** The rows of one page, filtered and in order. */
export const rowsOf = (usage: Usage, page: PageName, order: RowOrder, context: CellContext): readonly Row[] =>
	orderedRows(allRows(usage, page), page, order, context);
