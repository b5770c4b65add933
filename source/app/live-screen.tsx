import {render} from 'ink';
import {LiveApp} from '../../components/live-app.tsx';
import type {Clock} from '../async/clock.ts';
import type {Switch} from '../keys/terminal-input/input-modes.ts';
import type {Size} from '../scene/layout.ts';
import type {Session} from '../session/session.ts';
import {createLineStream} from './terminal/line-stream.ts';
import {createNewestValue} from './terminal/newest-value.ts';
import {createStandIns} from './terminal/stand-ins.ts';
import type {TerminalDevice} from './terminal/terminal-device.ts';
import {createTerminalWriter, type TerminalWriter} from './terminal/terminal-writer.ts';

/** A session's scenes on a terminal. */
export type LiveScreen = Pick<TerminalWriter, 'take' | 'release' | 'forget'> & {
	/** Paints the newest scene whole. */
	readonly repaint: () => void;
	/** Resolves when every scene so far was drawn; the terminal may still have to take the last scene. */
	readonly drawn: () => Promise<void>;
	/** Rejects with what a component threw. */
	readonly failed: Promise<unknown>;
	/** Restores the terminal, and draws no more. */
	readonly close: () => Promise<void>;
};

export type LiveScreenOptions = {
	readonly hasKeyboard: boolean;
	/** Modes that are also on while the screen is held. Undefined: none. */
	readonly modes?: Switch | undefined;
	/** Called when the terminal is gone. */
	readonly onLost: () => void;
};

/**
Draws the newest scene as soon as the terminal took the scene before. Ink turns a scene into lines, and only what
changed is written. Takes the screen at once.
*/
export const openLiveScreen = (
	session: Pick<Session, 'scene'>,
	device: Pick<TerminalDevice, 'write' | 'discard'>,
	clock: Pick<Clock, 'monotonic' | 'sleep'>,
	{hasKeyboard, modes, onLost}: LiveScreenOptions,
): LiveScreen => {
	const writer = createTerminalWriter(device, clock, {onReady: () => newest.pass(), onLost}, modes);
	const newest = createNewestValue(session.scene, writer.isReady, clock);
	writer.take();
	const standIns = createStandIns();
	const sizeOf = (): Size => newest.shown.get().size;
	const show = (lines: readonly string[]): void =>
		writer.show({rows: lines.map(standIns.rowOf), columns: sizeOf().columns});
	const tree = (
		<LiveApp scene={newest.shown} hasKeyboard={hasKeyboard} standIns={standIns.put} onGone={writer.abandon} />
	);
	const instance = render(tree, {
		stdout: createLineStream(sizeOf, show),
		// Ink writes whole frames, one for each scene: the time of each frame is decided here.
		debug: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
		isScreenReaderEnabled: false,
	});
	return {
		take: writer.take,
		release: writer.release,
		forget: writer.forget,
		repaint() {
			writer.forget();
			newest.passNow();
			instance.rerender(tree);
		},
		async drawn() {
			newest.passNow();
			await instance.waitUntilRenderFlush();
		},
		failed: instance.waitUntilExit(),
		async close() {
			newest.close();
			const restored = writer.release();
			instance.unmount();
			await restored;
		},
	};
};
