import {type CellContext, type Column, knownValue, type Row} from './column.ts';

/** Puts vm2 before vm10. */
const {compare} = new Intl.Collator('en', {numeric: true});

const compareTexts = (one: string, other: string): number => (one === other ? 0 : compare(one, other));

type Value = number | string | undefined;

/** Numbers fall and texts rise, unless reversed. An unknown value stands last in both directions. */
const compareValues = (one: Value, other: Value, reverse: boolean): number => {
	if (one === other) {
		return 0;
	}

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

const compareNames = (one: Row, other: Row): number =>
	compareTexts(one.usage.domain.name, other.usage.domain.name) ||
	claimOf(one) - claimOf(other) ||
	compareTexts(one.key, other.key);

/**
The order of rows by a column: the place in `rows` of the first row, of the second row, and so on. Control domains stand first
in both directions. Rows of equal value are ordered by name, then by device.

@param start any order of the same rows. Where it is nearly right, as at the refresh before, little is compared.
*/
export const rowOrder = (
	rows: readonly Row[],
	column: Column,
	reverse: boolean,
	context: CellContext,
	start: readonly number[] = rows.map((_, place) => place),
): readonly number[] => {
	const values = rows.map(
		(row): Value => (column.order ? column.order(row) : knownValue(column, row, context)),
	);
	const places = rows.map(placeOf);
	return start.toSorted((one, other) => {
		const first =
			(places[one] ?? 0) - (places[other] ?? 0) || compareValues(values[one], values[other], reverse);
		if (first !== 0) {
			return first;
		}

		const [row, next] = [rows[one], rows[other]];
		return (row && next ? compareNames(row, next) : 0) || one - other;
	});
};
