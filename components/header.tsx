import {Box} from 'ink';
import {headerParts} from '../source/scene/header-parts.ts';
import type {Scene} from '../source/scene/scene.ts';
import {Parts} from './parts.tsx';

/** The lines over every page: hosts, connections and domains, and what they do together. */
export const Header = ({scene}: {readonly scene: Scene}) => (
	<Box flexDirection="column" flexShrink={0}>
		{headerParts(scene).map((parts, index) => (
			<Parts
				// biome-ignore lint/suspicious/noArrayIndexKey: the lines of the header never change places.
				key={index}
				parts={parts.length === 0 ? [{text: ' ', rank: 0}] : parts}
				terminalStyle={scene.terminalStyle}
			/>
		))}
	</Box>
);
