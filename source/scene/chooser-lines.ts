import type {PageName} from '../columns/column.ts';
import {columns} from '../columns/columns.ts';
import {fitText} from '../text/fit-text.ts';
import {topFor} from '../view/selection.ts';
import type {TextLine} from './text-line.ts';

/** The columns of a page, each with a mark if chosen; only the columns around the cursor that fit. */
export const chooserLines = (
	page: PageName,
	chosen: ReadonlySet<string>,
	cursor: number,
	height: number,
): readonly TextLine[] => {
	const all = columns[page];
	const top = topFor(Math.max(0, cursor - Math.floor(height / 2)), cursor, all.length, height);
	return all.slice(top, top + height).map(({key, header, help}, place): TextLine => {
		const selected = top + place === cursor;
		const mark = `${selected ? '>' : ' '}[${chosen.has(key) ? 'x' : ' '}]`;
		return {
			text: `${mark} ${fitText(header, 11, 'left')} ${help}`,
			style: selected ? 'selected' : 'plain',
		};
	});
};
