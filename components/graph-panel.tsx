import type {Series} from '../source/scene/device-facts.ts';
import type {TextLine} from '../source/scene/text-line.ts';
import {formatValue, unknownText} from '../source/text/format.ts';
import {graph, highest} from '../source/text/graph.ts';
import type {TerminalStyle} from '../source/text/terminal-style.ts';
import {TextLines} from './text-lines.tsx';

type Props = {
	readonly series: Series;
	/** Oldest first; NaN is unknown. */
	readonly points: readonly number[];
	readonly rows: number;
	readonly width: number;
	readonly terminalStyle: TerminalStyle;
};

/** The history of one rate, under a caption that says what its height stands for. */
export const GraphPanel = ({series, points, rows, width, terminalStyle}: Props) => {
	const {label, value, kind, unit, full} = series;
	const shown = points.slice(-width);
	const top = Math.max(full ?? 0, highest(points, width));
	const format = (number: number): string => `${formatValue(kind, number)}${unit}`;
	const now = value === undefined ? unknownText(terminalStyle.ascii) : format(value);
	const readings = shown.length === 1 ? '1 reading' : `the last ${shown.length} readings`;
	const lines: readonly TextLine[] = [
		{text: `${label} ${now}   graph to ${format(top)}, ${readings}`, style: 'heading'},
		...graph(points, width, rows, top, terminalStyle.ascii).map((text): TextLine => ({text, style: 'plain'})),
	];
	return <TextLines lines={lines} width={width} terminalStyle={terminalStyle} />;
};
