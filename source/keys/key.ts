import type {Scene} from '../scene/scene.ts';
import type {Action} from '../view/action.ts';
import type {PeriodSubject} from '../view/prompt.ts';

/** What is on top where keys go. */
export type Place = Scene['body']['kind'];

/** What a key does beyond the view; the screen carries it out. */
export type Effect =
	| {readonly type: 'quit'; readonly code: number}
	| {readonly type: 'suspend'}
	| {readonly type: 'repaint'}
	| {readonly type: 'refresh'}
	| {readonly type: 'writeConfig'}
	| {readonly type: 'setPeriod'; readonly subject: PeriodSubject; readonly seconds: number};

export type Step = Action | Effect;

/** One key: what it answers to, what the help says of it, and what it does. */
export type Key = {
	/** Names of keys: `up`, `enter`, `ctrl-l`, or the character itself. */
	readonly inputs: readonly string[];
	/** As the help writes it. */
	readonly label: string;
	readonly help: string;
	/** Where it does this; absent: everywhere. The first that fits counts. */
	readonly places?: readonly Place[];
	readonly act: (scene: Scene) => readonly Step[];
};

export const message = (text: string, failed = false): Action => ({type: 'message', text, failed});
