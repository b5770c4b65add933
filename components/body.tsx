import {Box} from 'ink';
import {waitingText} from '../source/scene/empty-reason.ts';
import {layoutOf} from '../source/scene/layout.ts';
import type {Scene} from '../source/scene/scene.ts';
import {wrapText} from '../source/text/wrap-text.ts';
import {DevicePage} from './device-page.tsx';
import {DomainPage} from './domain-page.tsx';
import {Help} from './help.tsx';
import {ListPage} from './list-page.tsx';
import {Table} from './table.tsx';
import {TextLines} from './text-lines.tsx';

const Content = ({scene}: {readonly scene: Scene}) => {
	const {body, terminalStyle, size} = scene;
	switch (body.kind) {
		case 'table': {
			return <Table scene={scene} body={body} />;
		}

		case 'domain': {
			return <DomainPage scene={scene} body={body} />;
		}

		case 'device': {
			return <DevicePage scene={scene} body={body} />;
		}

		case 'help': {
			return <Help scene={scene} rows={body.rows} />;
		}

		case 'problems':
		case 'columns': {
			return <ListPage scene={scene} body={body} />;
		}

		case 'waiting': {
			const lines = wrapText(waitingText(scene), size.columns).map(
				(text) => ({text, style: 'plain'}) as const,
			);
			return <TextLines lines={lines} width={size.columns} terminalStyle={terminalStyle} />;
		}

		default: {
			return null;
		}
	}
};

/** The part between header and footer, never higher than the room there is. */
export const Body = ({scene}: {readonly scene: Scene}) => (
	<Box flexDirection="column" height={layoutOf(scene.size).body} overflow="hidden" flexShrink={0}>
		<Content scene={scene} />
	</Box>
);
