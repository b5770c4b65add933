import {Box} from 'ink';
import type {Scene} from '../source/scene/scene.ts';
import {Body} from './body.tsx';
import {Footer} from './footer.tsx';
import {Header} from './header.tsx';
import {Line} from './line.tsx';

type Props = {
	readonly scene: Scene;
	readonly hasKeyboard: boolean;
};

/** One frame: exactly as high as the terminal. */
export const App = ({scene, hasKeyboard}: Props) => {
	const {body, size, terminalStyle} = scene;
	if (body.kind === 'small') {
		return <Line text="terminal too small" width={size.columns} terminalStyle={terminalStyle} />;
	}

	return (
		<Box flexDirection="column" height={size.rows} width={size.columns} overflow="hidden">
			<Header scene={scene} />
			<Body scene={scene} />
			<Footer scene={scene} hasKeyboard={hasKeyboard} />
		</Box>
	);
};
