import type {DomainUsage} from '../usage/domain-usage.ts';
import {hostNames} from '../usage/host-names.ts';
import type {Usage} from '../usage/usage.ts';
import {type CellContext, type Column, knownValue, type PageName, type Row} from './column.ts';
import {columns} from './columns.ts';
import {stateText} from './identity-columns.ts';

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
	return (
		part === '' ||
		[domain.name, domain.uuid, domain.state, stateText(domain)].some((text) =>
			text?.toLowerCase().includes(part),
		)
	);
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

/** Puts vm2 before vm10. */
const {compare: compareTexts} = new Intl.Collator('en', {numeric: true});

type Value = number | string | undefined;

/** Numbers fall and texts rise, unless reversed. An unknown value stands last in both directions. */
const compareValues = (one: Value, other: Value, reverse: boolean): number => {
	if (one === undefined || other === undefined) {
		return Number(one === undefined) - Number(other === undefined);
	}

	const bothNumbers = typeof one === 'number' && typeof other === 'number';
	return (bothNumbers ? other - one : compareTexts(String(one), String(other))) * (reverse ? -1 : 1);
};

/** 0 for a row of a domain that controls the hypervisor, else 1. */
const placeOf = ({usage}: Row): number => (usage.domain.control ? 0 : 1);

/** 1 for a process that claims to be the domain of another row, and stands behind that row; else 0. */
const claimOf = ({usage}: Row): number => (usage.mark === undefined ? 0 : 1);

/** Control domains stand first in both directions. Rows of equal value are ordered by name, then by device. */
const sortRows = (rows: readonly Row[], column: Column, reverse: boolean, context: CellContext): Row[] =>
	rows
		.map((row) => ({row, value: column.order ? column.order(row) : knownValue(column, row, context)}))
		.sort(
			(one, other) =>
				placeOf(one.row) - placeOf(other.row) ||
				compareValues(one.value, other.value, reverse) ||
				compareTexts(one.row.usage.domain.name, other.row.usage.domain.name) ||
				claimOf(one.row) - claimOf(other.row) ||
				compareTexts(one.row.key, other.row.key),
		)
		.map(({row}) => row);

/** All rows of one page, in no order. */
export const allRows = (usage: Usage, page: PageName): readonly Row[] => {
	const hosts = new Map(usage.hosts.map(({host}) => [host.id, host]));
	const names = hostNames(usage.hosts);
	return usage.domains.flatMap((domain) => {
		const host = hosts.get(domain.host);
		return domainRows(domain, page, {
			key: domain.rowKey,
			usage: domain,
			hostName: names.get(domain.host),
			hostFullName: host?.name,
			hostCpus: host?.cpus,
		});
	});
};

/** @param all rows of the page. @returns the rows that match the filter, in order. */
export const orderedRows = (
	all: readonly Row[],
	page: PageName,
	order: RowOrder,
	context: CellContext,
): readonly Row[] => {
	const rows = order.filter === '' ? all : all.filter(({usage}) => matchesFilter(usage, order.filter));
	const column =
		columns[page].find(({key}) => key === order.sort) ??
		columns[page].find(({key}) => key === defaultSort[page]);
	return column ? sortRows(rows, column, order.reverse, context) : rows;
};

/** The rows of one page, filtered and in order. */
export const rowsOf = (usage: Usage, page: PageName, order: RowOrder, context: CellContext): readonly Row[] =>
	orderedRows(allRows(usage, page), page, order, context);
