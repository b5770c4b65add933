import {simulatedDriver} from '../../drivers/simulated/driver.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {createSampler, type Sampler} from '../../source/sampling/sampler.ts';
import type {Endpoint} from '../../source/sampling/supervisor.ts';
import type {Size} from '../../source/scene/layout.ts';
import {createSession, type Session, type Terminal} from '../../source/session/session.ts';
import type {TerminalStyle} from '../../source/text/terminal-style.ts';
import type {View} from '../../source/view/view.ts';
import {createHandClock, type HandClock} from './hand-clock.ts';
import {someView} from './some-view.ts';

/** A person in front of the simulated host, on a clock that is moved by hand. */
export type Bench = {
	readonly clock: HandClock;
	readonly sampler: Sampler;
	readonly session: Session;
	/** Lets the delay pass this many times. */
	readonly refresh: (times?: number) => Promise<void>;
	/** What the terminal was asked to do. */
	readonly asked: string[];
	readonly close: () => Promise<void>;
};

export type BenchOptions = {
	readonly uri?: string;
	readonly uris?: readonly string[];
	/** Endpoints to use in place of the simulated host. */
	readonly targets?: ((clock: HandClock) => readonly Endpoint[]) | undefined;
	readonly view?: View;
	readonly size?: Size;
	readonly terminalStyle?: TerminalStyle;
	readonly readOnly?: boolean;
	readonly writeConfig?: Terminal['writeConfig'];
};

export const openBench = async (options: BenchOptions = {}): Promise<Bench> => {
	const clock = createHandClock();
	const view = options.view ?? someView();
	const addresses = options.uris ?? [options.uri ?? 'test:///default'];
	const sampler = createSampler(
		options.targets?.(clock) ??
			addresses.map((uri) => ({driver: simulatedDriver, address: parseAddress(uri)})),
		{
			root: '/',
			clock,
			spawn: () => {
				throw new Error('Nothing is started here.');
			},
			readOnly: options.readOnly ?? false,
		},
		{delay: view.delay, firstDelay: view.delay, frozen: false, sectors: view.sectors},
	);
	const asked: string[] = [];
	const session = createSession(
		sampler,
		{
			quit: (code) => asked.push(`quit ${code}`),
			suspend: () => asked.push('suspend'),
			repaint: () => asked.push('repaint'),
			writeConfig: options.writeConfig ?? (async () => 'Written.'),
		},
		{
			view,
			size: options.size ?? {columns: 80, rows: 24},
			terminalStyle: options.terminalStyle ?? {colour: false, ascii: false},
		},
	);
	const running = sampler.run();
	const refresh = async (times = 1): Promise<void> => {
		for (let time = 0; time < times; time++) {
			await clock.advance(sampler.settings().delay);
		}
	};

	// The first refresh comes without waiting.
	await clock.advance(0);
	return {
		clock,
		sampler,
		session,
		refresh,
		asked,
		async close() {
			session.close();
			await sampler.close();
			await running;
		},
	};
};
