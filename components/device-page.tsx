import type {DeviceScene} from '../source/scene/device-scene.ts';
import type {Scene} from '../source/scene/scene.ts';
import {fitText} from '../source/text/fit-text.ts';
import {GraphPanel} from './graph-panel.tsx';
import {Line} from './line.tsx';
import {SmallTable} from './small-table.tsx';

type Props = {readonly scene: Scene; readonly body: DeviceScene};

const counterWidth = 18;
const valueWidth = 18;

/** One device: its rates with their history, its raw counters and where each comes from. */
export const DevicePage = ({scene, body}: Props) => {
	const {terminalStyle, size, history, view} = scene;
	const {columns: width} = size;
	const {opened, sectors} = view;
	const points = (opened?.device && history?.device(opened.rowKey, opened.device, sectors)) ?? [[], []];
	// Four bars, and a space on either side of three cells.
	const originWidth = Math.max(6, width - counterWidth - valueWidth - 10);
	const heading = `COUNTER${body.counted === undefined ? '' : ` ${body.counted}`}`;
	const rows = body.counters.map(({counter, value, origin}) => ({
		[terminalStyle.ascii ? heading.replace('–', '-') : heading]: fitText(
			counter,
			counterWidth,
			'left',
			terminalStyle.ascii,
		),
		VALUE: fitText(value, valueWidth, 'right', terminalStyle.ascii),
		'READ FROM': fitText(origin, originWidth, 'left', terminalStyle.ascii),
	}));
	return (
		<>
			<Line text={body.title} width={width} terminalStyle={terminalStyle} style="heading" />
			{body.facts.map((text) => (
				<Line key={text} text={text} width={width} terminalStyle={terminalStyle} />
			))}
			{body.series?.map((series, index) => (
				<GraphPanel
					key={series.label}
					series={series}
					points={points[index] ?? []}
					rows={body.graphRows}
					width={width}
					terminalStyle={terminalStyle}
				/>
			))}
			{rows.length > 0 && <SmallTable rows={rows} terminalStyle={terminalStyle} />}
		</>
	);
};
