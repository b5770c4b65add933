import type {Row} from '../source/columns/column.ts';
import {columns} from '../source/columns/columns.ts';
import {headerLine, tableLine} from '../source/columns/table-layout.ts';
import {emptyReason} from '../source/scene/empty-reason.ts';
import type {Scene} from '../source/scene/scene.ts';
import {type Sparks, sparkHeader, sparksFor, sparkText} from '../source/scene/spark-cells.ts';
import type {TableScene} from '../source/scene/table-scene.ts';
import type {LineStyle, TextLine} from '../source/scene/text-line.ts';
import {wrapText} from '../source/text/wrap-text.ts';
import {isOld} from '../source/usage/is-old.ts';
import type {View} from '../source/view/view.ts';
import {TextLines} from './text-lines.tsx';

type Props = {readonly scene: Scene; readonly body: TableScene};

const styleOf = (row: Row, selected: boolean, troubled: boolean): LineStyle =>
	selected ? 'selected' : troubled ? 'problem' : isOld(row.usage) ? 'old' : 'plain';

const rowLines = ({scene, body}: Props, sparks: Sparks | undefined): readonly TextLine[] => {
	const {terminalStyle, view, derived} = scene;
	const {rows, placed, selection, height} = body;
	return rows.slice(selection.top, selection.top + height).map((row, place): TextLine => {
		const selected = selection.top + place === selection.index;
		const troubled = derived?.troubled.has(row.usage.rowKey) ?? false;
		const mark = selected ? '>' : troubled ? '!' : ' ';
		const cells = tableLine(placed, row, {cpuBase: view.cpuBase}, terminalStyle.ascii);
		return {
			text: `${mark}${cells}${sparks ? sparkText(sparks, row, terminalStyle.ascii) : ''}`,
			style: styleOf(row, selected, troubled),
		};
	});
};

/** The column that the rows are sorted by, where no heading shows it. */
const orderText = ({placed}: TableScene, {page, sorts}: View): string => {
	const key = sorts[page].column;
	const column =
		placed.every((one) => one.column.key !== key) && columns[page].find((one) => one.key === key);
	return column ? `, by ${column.header}` : '';
};

/** One page of the table: its headings, and only the rows that are on the screen. */
export const Table = ({scene, body}: Props) => {
	const {terminalStyle, view, size, history} = scene;
	const {columns: width} = size;
	const {rows, placed, selection, height, counted} = body;
	const {column, reverse} = view.sorts[view.page];
	const last = Math.min(rows.length, selection.top + height);
	const visible = rows.slice(selection.top, last);
	const sparks = history && sparksFor(body.sparks, history, visible, view.sectors);
	const heading = ` ${headerLine(placed, column, reverse, terminalStyle.ascii)}`;
	const lines: readonly TextLine[] = [
		{text: heading + (sparks ? sparkHeader(sparks) : ''), style: 'heading'},
		...(rows.length === 0
			? wrapText(emptyReason(scene), width - 1).map((text): TextLine => ({text: ` ${text}`, style: 'plain'}))
			: rowLines({scene, body}, sparks)),
		...(counted
			? [
					{
						text: ` rows ${selection.top + 1}–${last} of ${rows.length}${orderText(body, view)}`,
						style: 'dim',
					} as const,
				]
			: []),
	];
	return <TextLines lines={lines} width={width} terminalStyle={terminalStyle} />;
};
