import {useApp, useInput} from 'ink';
import {useEffect, useSyncExternalStore} from 'react';
import {keystrokes} from '../source/keys/keystrokes.ts';
import type {Session} from '../source/session.ts';
import {App} from './app.tsx';

/** Gives the terminal to somebody else until the promise settles, then takes it back and draws all anew. */
export type Lend = (callback: () => Promise<void>) => Promise<void>;

type Props = {
	readonly session: Session;
	readonly hasKeyboard: boolean;
	readonly onReady: (lend: Lend) => void;
};

/** The one place where keys come in and scenes go out. */
export const LiveApp = ({session, hasKeyboard, onReady}: Props) => {
	const scene = useSyncExternalStore(session.scene.subscribe, session.scene.get);
	const {suspendTerminal} = useApp();
	useInput((input, key) => session.press(keystrokes(input, key)), {isActive: hasKeyboard});
	useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);
	return <App scene={scene} hasKeyboard={hasKeyboard} />;
};
