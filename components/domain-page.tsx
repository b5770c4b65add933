import type {DomainScene} from '../source/scene/domain-scene.ts';
import type {Scene} from '../source/scene/scene.ts';
import {Line} from './line.tsx';
import {TextLines} from './text-lines.tsx';

/** One domain: its memory, disks, NICs and vCPUs. */
export const DomainPage = ({scene, body}: {readonly scene: Scene; readonly body: DomainScene}) => {
	const {terminalStyle, size} = scene;
	return (
		<>
			<Line text={body.title} width={size.columns} terminalStyle={terminalStyle} style="heading" />
			<TextLines lines={body.lines} width={size.columns} terminalStyle={terminalStyle} />
		</>
	);
};
