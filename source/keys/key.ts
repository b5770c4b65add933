import type {Scene} from '../scene/scene.ts';
import type {Action} from '../view/action.ts';
import type {PeriodSubject} from '../view/prompt.ts';

/** The part of the screen that gets the keys: the kind of the scene's body. */
export type Place = Scene['body']['kind'];

/** What a key does beyond the view; the session carries out the effect. */
export type Effect =
	| {readonly type: 'quit'; readonly code: number}
	| {readonly type: 'suspend'}
	| {readonly type: 'repaint'}
	| {readonly type: 'refresh'}
	| {readonly type: 'writeConfig'}
	| {readonly type: 'setPeriod'; readonly subject: PeriodSubject; readonly seconds: number};

export type Step = Action | Effect;

/** One key: its inputs, its line in the help, and what it does. */
export type Key = {
	/** Names of keys: `up`, `enter`, `ctrl-l`, or the character itself. */
	readonly inputs: readonly string[];
	/** Name of the key in the help. Empty: the help describes the key under another key. */
	readonly label: string;
	readonly help: string;
	/** Places where the key does this. Undefined: everywhere. The first key in the table that fits counts. */
	readonly places?: readonly Place[];
	readonly act: (scene: Scene) => readonly Step[];
};

export const message = (text: string, failed = false): Action => ({type: 'message', text, failed});
