import {UsageError} from '../driver/usage-error.ts';
import type {Origin} from './written.ts';

const refuse = (origin: Origin, text: string, advice: string): never => {
	throw new UsageError(`${origin}: ${JSON.stringify(text)} ${advice}`);
};

/** A decimal number within bounds. @throws UsageError */
export const numberOption = (
	origin: Origin,
	text: string,
	least: number,
	most: number,
	unit: string,
): number => {
	const value = /^\d+(?:\.\d*)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
	return value >= least && value <= most
		? value
		: refuse(origin, text, `is not a number of ${unit}. Give a number from ${least} to ${most}.`);
};

/** A whole number within bounds. @throws UsageError */
export const wholeOption = (
	origin: Origin,
	text: string,
	least: number,
	most: number,
	unit: string,
): number => {
	const value = numberOption(origin, text, least, most, unit);
	return Number.isInteger(value)
		? value
		: refuse(origin, text, `is not a whole number of ${unit}. Give a number from ${least} to ${most}.`);
};

/** One of the given words. @throws UsageError */
export const choiceOption = <Word extends string>(
	origin: Origin,
	text: string,
	choices: readonly Word[],
): Word =>
	choices.find((word) => word === text) ??
	refuse(origin, text, `is not valid. Give one of ${choices.join(', ')}.`);

/** Columns and rows of a frame. @throws UsageError */
export const sizeOption = (origin: Origin, text: string): {columns: number; rows: number} => {
	const match = /^(\d{1,4})x(\d{1,4})$/.exec(text);
	const [columns, rows] = [Number(match?.[1]), Number(match?.[2])];
	return columns >= 20 && rows >= 5 && columns <= 1000 && rows <= 1000
		? {columns, rows}
		: refuse(origin, text, 'is not a size. Give columns and rows, such as 80x24, from 20x5 to 1000x1000.');
};
