import type {Series} from '../source/scene/device-facts.ts';
import {formatValue, unknownText} from '../source/text/format.ts';
import {graph, highest} from '../source/text/graph.ts';
import type {TerminalStyle} from '../source/text/terminal-style.ts';
import {Line} from './line.tsx';

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
	return (
		<>
			<Line
				text={`${label} ${now}   graph to ${format(top)}, ${readings}`}
				width={width}
				terminalStyle={terminalStyle}
				style="heading"
			/>
			{graph(points, width, rows, top, terminalStyle.ascii).map((text, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the graph is known by its height.
				<Line key={index} text={text} width={width} terminalStyle={terminalStyle} />
			))}
		</>
	);
};
