import {useLayoutEffect, useSyncExternalStore} from 'react';
import type {Store} from '../source/async/store.ts';
import type {Scene} from '../source/scene/scene.ts';
import {App} from './app.tsx';
import {StandInContext, type StandIns} from './stand-in.ts';

type Props = {
	readonly scene: Pick<Store<Scene>, 'get' | 'subscribe'>;
	readonly hasKeyboard: boolean;
	readonly standIns: StandIns;
	/** Called when nothing is drawn any more, whatever ended the drawing. */
	readonly onGone: () => void;
};

/** The one place where scenes go out. */
export const LiveApp = ({scene, hasKeyboard, standIns, onGone}: Props) => {
	const shown = useSyncExternalStore(scene.subscribe, scene.get);
	useLayoutEffect(() => onGone, [onGone]);
	return (
		// A screen without room may have none for a stand-in either.
		<StandInContext value={shown.body.kind === 'small' ? undefined : standIns}>
			<App scene={shown} hasKeyboard={hasKeyboard} />
		</StandInContext>
	);
};
