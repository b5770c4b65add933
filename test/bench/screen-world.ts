import {spawn} from 'node:child_process';
import {simulatedDriver} from '../../drivers/simulated/driver.ts';
import {openLiveScreen} from '../../source/app/live-screen.tsx';
import {systemClock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {createSampler, type Sampler} from '../../source/sampling/sampler.ts';
import {createSession} from '../../source/session/session.ts';
import {createHandClock} from '../helpers/hand-clock.ts';
import {someView} from '../helpers/some-view.ts';

/** A sampler of a made-up host whose time is moved by hand. */
export const handSampler = (uri: string) => {
	const clock = createHandClock();
	const sampler = createSampler(
		[{driver: simulatedDriver, address: parseAddress(uri)}],
		{root: '/', clock, spawn, readOnly: true},
		{delay: 1, firstDelay: 1, frozen: false, sectors: 'physical'},
	);
	return {clock, sampler};
};

/** The live screen of a sampler on a terminal that counts bytes and forgets them. */
export const countingScreen = (sampler: Sampler) => {
	const session = createSession(
		sampler,
		{quit: () => {}, suspend: () => {}, repaint: () => {}, writeConfig: async () => ''},
		{view: someView(), size: {columns: 120, rows: 40}, terminalStyle: {colour: true, ascii: false}},
	);
	const device = {
		write: (data: Uint8Array) => data.length,
		discard: async () => {},
	};
	let now = 0;
	// Each frame counts, however soon it comes.
	const clock = {...systemClock, monotonic: () => now++};
	const screen = openLiveScreen(session, device, clock, {
		hasKeyboard: false,
		onLost: () => {},
	});
	return {
		drawn: () => new Promise((resolve) => setTimeout(resolve, 2)),
		close: screen.close,
	};
};
