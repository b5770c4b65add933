import type {DomainScene} from '../source/scene/domain-scene.ts';
import type {Scene} from '../source/scene/scene.ts';
import {TextLines} from './text-lines.tsx';

/** One domain: its memory, disks, NICs and vCPUs. */
export const DomainPage = ({scene, body}: {readonly scene: Scene; readonly body: DomainScene}) => {
	const {terminalStyle, size} = scene;
	return (
		<TextLines
			lines={[{text: body.title, style: 'heading'}, ...body.lines]}
			width={size.columns}
			terminalStyle={terminalStyle}
		/>
	);
};
