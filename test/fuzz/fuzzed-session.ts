import {DriverError} from '../../source/driver/driver-error.ts';
import {keys} from '../../source/keys/keys.ts';
import type {Sample} from '../../source/model/sample.ts';
import type {SamplerSettings} from '../../source/sampling/sampler.ts';
import {createSession, type Session} from '../../source/session/session.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {usageOf} from '../../source/usage/usage.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aReading, momentAt} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';
import type {Chance} from './chance.ts';
import {oddText} from './odd-values.ts';

const special = [
	'up',
	'down',
	'left',
	'right',
	'pageup',
	'pagedown',
	'home',
	'end',
	'enter',
	'escape',
	'backspace',
	'tab',
];
const bound = keys.flatMap(({inputs}) => inputs);

/** Names of keys, as `keystrokes` gives them; prompts take any character. */
export const someKeys = (chance: Chance): readonly string[] =>
	Array.from({length: 1 + chance.below(6)}, () =>
		chance.happens(0.4)
			? chance.pick(bound)
			: chance.happens(0.5)
				? chance.pick(special)
				: chance.pick([...'0123456789', ...oddText(chance, 4), 'ctrl-u', 'é', '\u202E']),
	);

export type FuzzedSession = {
	readonly session: Session;
	/** The next refresh. */
	readonly publish: (sample: Sample) => void;
};

/** A person in front of samples that are handed over. */
export const fuzzedSession = (
	chance: Chance,
	size: {readonly columns: number; readonly rows: number},
	ascii: boolean,
): FuzzedSession => {
	let settings: SamplerSettings = {delay: 2, firstDelay: 1, frozen: false, sectors: 'physical'};
	let usage: Usage | undefined;
	const sampler = createFakeSampler({
		settings: () => settings,
		change: (changes) => {
			settings = {...settings, ...changes};
		},
		refresh: () => {},
		setBalloonPeriod: async () => {
			if (chance.happens(0.5)) {
				throw new DriverError(`It is refused: ${oddText(chance)}.`, 'Try another one.');
			}

			return chance.pick([undefined, 0, 2, 1e6]);
		},
	});
	const session = createSession(
		sampler,
		{quit: () => {}, suspend: () => {}, repaint: () => {}, writeConfig: async () => 'Written.'},
		{view: someView(), size, terminalStyle: {colour: false, ascii}},
	);
	return {
		session,
		publish: (sample) => {
			usage = usageOf(usage, [aReading(sample)], momentAt(sample.host.at, settings.sectors));
			sampler.publish(usage);
		},
	};
};
