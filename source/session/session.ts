import {createStore, type Store} from '../async/store.ts';
import {type Effect, message, type Step} from '../keys/key.ts';
import {keyHelp, keySteps, pasted} from '../keys/keys.ts';
import type {Paste} from '../keys/terminal-input/paste-reader.ts';
import {withMemory} from '../model/restated.ts';
import type {Sampler} from '../sampling/sampler.ts';
import type {Size} from '../scene/layout.ts';
import {type Scene, type SceneSource, sceneOf} from '../scene/scene.ts';
import {createSectorHint} from '../scene/sector-hint.ts';
import type {TerminalStyle} from '../text/terminal-style.ts';
import {withDomain} from '../usage/domain-usage.ts';
import {createHistory} from '../usage/history.ts';
import type {Usage} from '../usage/usage.ts';
import type {Action} from '../view/action.ts';
import type {PeriodSubject} from '../view/prompt.ts';
import {reduceView} from '../view/reduce-view.ts';
import type {Message, View} from '../view/view.ts';
import {errorText, setPeriod} from './set-period.ts';

/** A copy of a refresh with a new balloon period of one domain, seconds; it is shown until the next refresh reads the period. */
const withPeriod = (
	usage: Usage,
	{rowKey, incarnation}: Pick<PeriodSubject, 'rowKey' | 'incarnation'>,
	period: number,
): Usage => ({
	...usage,
	domains: usage.domains.map((row) =>
		row.rowKey === rowKey && row.domain.incarnation === incarnation
			? withDomain(row, withMemory(row.domain, {period}))
			: row,
	),
});

/** What only the owner of the terminal can do. */
export type Terminal = {
	readonly quit: (code: number) => void;
	readonly suspend: () => void;
	readonly repaint: () => void;
	/** Resolves to the text that the last line shows. */
	readonly writeConfig: (view: View) => Promise<string>;
};

/** One person in front of one sampler: keys in, scenes out. */
export type Session = {
	readonly scene: Pick<Store<Scene>, 'get' | 'subscribe'>;
	/** Names of keys: `up`, `enter`, `ctrl-l`, or the character itself. */
	readonly press: (keystrokes: readonly string[]) => void;
	readonly paste: (paste: Paste) => void;
	readonly resize: (size: Size) => void;
	/** Shows a message on the last line. */
	readonly showMessage: (text: string, failed?: boolean) => void;
	readonly close: () => void;
};

/** Milliseconds that a message stays when no key is pressed. */
const messageTime = 8000;

const effects: ReadonlySet<Step['type']> = new Set<Effect['type']>([
	'quit',
	'suspend',
	'repaint',
	'refresh',
	'writeConfig',
	'setPeriod',
]);

const isEffect = (step: Step): step is Effect => effects.has(step.type);

export const createSession = (
	sampler: Sampler,
	terminal: Terminal,
	start: {readonly view: View; readonly size: Size; readonly terminalStyle: TerminalStyle},
): Session => {
	const history = createHistory();
	const withHint = createSectorHint(start.view.sectors);
	const usage = sampler.usage.get();
	const store = createStore(
		sceneOf({
			...start,
			view: withHint(start.view, usage),
			history,
			keyHelp,
			usage,
			statuses: sampler.statuses.get(),
		}),
	);

	const update = (changes: Partial<SceneSource>): void => {
		const before = store.get();
		store.set(sceneOf({...before, ...changes}, before));
	};

	/** The scene after all actions: one scene is made, however many actions there are. */
	const after = (before: Scene, actions: readonly Action[]): Scene => {
		const view = actions.reduce(reduceView, before.view);
		return view === before.view ? before : sceneOf({...before, view}, before);
	};

	/** Gives the sampler the settings of the view: it reads what the view shows, as often as the person wants. */
	const applySettings = (view: View): void => {
		const {delay, frozen, sectors} = view;
		const wanted = {delay, frozen, sectors};
		const present = sampler.settings();
		const keys = ['delay', 'frozen', 'sectors'] as const;
		const changed = keys.filter((key) => wanted[key] !== present[key]);
		if (changed.length > 0) {
			sampler.change(Object.fromEntries(changed.map((key) => [key, wanted[key]])));
		}
	};

	/** The present message, and the time of the refresh that first saw the message, milliseconds. */
	let seen: {readonly message: Message; readonly time: number} | undefined;

	/** Removes a message that was there for `messageTime`: the person has read it. */
	const readAt = (view: View, time: number): View => {
		const {message: present} = view;
		if (!present || seen?.message !== present) {
			seen = present && {message: present, time};
			return view;
		}

		return time - seen.time < messageTime ? view : reduceView(view, {type: 'read'});
	};

	const show = (scene: Scene): void => {
		if (scene !== store.get()) {
			store.set(scene);
			applySettings(scene.view);
		}
	};

	const showMessage = (text: string, failed = false): void => {
		show(after(store.get(), [message(text, failed)]));
	};

	const carryOut = (effect: Effect): void => {
		switch (effect.type) {
			case 'quit': {
				terminal.quit(effect.code);
				break;
			}

			case 'refresh': {
				sampler.refresh();
				break;
			}

			case 'writeConfig': {
				terminal
					.writeConfig(store.get().view)
					.then(showMessage, (error) => showMessage(errorText(error), true));
				break;
			}

			case 'setPeriod': {
				showMessage(`Setting the period of ${effect.subject.name} …`);
				void setPeriod(sampler, effect.subject, effect.seconds).then(({text, failed, period}) => {
					const {usage} = store.get();
					if (usage && period !== undefined) {
						update({usage: withPeriod(usage, effect.subject, period)});
					}

					showMessage(text, failed);
					if (!store.get().view.frozen) {
						sampler.refresh();
					}
				});
				break;
			}

			default: {
				terminal[effect.type]();
			}
		}
	};

	/** Takes all steps and shows the last scene only, then carries out the effects. */
	const perform = (all: Iterable<(scene: Scene) => readonly Step[]>): void => {
		let scene = store.get();
		const toDo: Effect[] = [];
		for (const stepsOf of all) {
			const steps = stepsOf(scene);
			scene = after(
				scene,
				steps.filter((step): step is Action => !isEffect(step)),
			);
			toDo.push(...steps.filter(isEffect));
		}

		show(scene);
		for (const effect of toDo) {
			carryOut(effect);
		}
	};

	const endings = [
		sampler.usage.subscribe(() => {
			const usage = sampler.usage.get();
			if (usage) {
				history.record(usage);
				update({usage, view: withHint(readAt(store.get().view, usage.time), usage)});
			}
		}),
		sampler.statuses.subscribe(() => update({statuses: sampler.statuses.get()})),
	];
	applySettings(start.view);

	return {
		scene: store,
		press: (keystrokes) => perform(keystrokes.map((keystroke) => (scene) => keySteps(scene, keystroke))),
		paste: (paste) => perform([(scene) => pasted(scene, paste)]),
		resize: (size) => update({size}),
		showMessage,
		close() {
			for (const end of endings) {
				end();
			}
		},
	};
};
