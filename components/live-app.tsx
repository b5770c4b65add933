import {useApp} from 'ink';
import {useEffect, useSyncExternalStore} from 'react';
import type {Session} from '../source/session.ts';
import {App} from './app.tsx';

/** Gives the terminal to somebody else until the promise settles, then takes it back and draws all anew. */
export type Lend = (callback: () => Promise<void>) => Promise<void>;

type Props = {
	readonly session: Pick<Session, 'scene'>;
	readonly hasKeyboard: boolean;
	/** Called once; what it returns is called at the end, still on the alternate screen. */
	readonly onReady: (lend: Lend) => (() => void) | undefined;
};

/** The one place where scenes go out. */
export const LiveApp = ({session, hasKeyboard, onReady}: Props) => {
	const scene = useSyncExternalStore(session.scene.subscribe, session.scene.get);
	const {suspendTerminal} = useApp();
	useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);
	return <App scene={scene} hasKeyboard={hasKeyboard} />;
};
