import {createTerminalInput, type InputEvent} from '../../../source/keys/terminal-input/terminal-input.ts';
import {keySequences, noKeys} from '../../keys/terminal-input/some-sequences.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {type Fault, fault} from '../fault.ts';
import {cutBytes, mutateBytes} from '../mutate-bytes.ts';
import {oddText} from '../odd-values.ts';

const sizeLimit = 10_000_000;
/** Characters of a paste that are kept, of at most two code units. */
const pasteLimit = 2 * 1024;
const interrupt = 0x03;

const someBytes = (chance: Chance): Buffer =>
	Buffer.concat(
		Array.from({length: 1 + chance.below(6)}, () => {
			const kind = chance.unit();
			return kind < 0.4
				? chance.pick(noKeys)[1]
				: kind < 0.7
					? chance.pick(keySequences)[1]
					: kind < 0.85
						? Buffer.from(oddText(chance))
						: Buffer.from(`\u001B[200~${oddText(chance)}\u001B[201~`);
		}),
	);

/** All that comes of some pieces, no more than 0.3 s apart, and of the silence behind them. */
const eventsOf = (pieces: readonly Uint8Array[], gap: number): readonly InputEvent[] => {
	const input = createTerminalInput();
	const events: InputEvent[] = [];
	let now = 0;
	for (const piece of pieces) {
		now += gap;
		events.push(...input.push(piece, now));
	}

	for (let deadline = input.deadline(); deadline !== undefined; deadline = input.deadline()) {
		events.push(...input.expire(deadline));
	}

	return events;
};

const eventFaults = (events: readonly InputEvent[], bytes: Buffer): readonly Fault[] => {
	const faults: Fault[] = [];
	let interrupts = 0;
	for (const event of events) {
		if (event.type === 'paste') {
			if (event.text.length > pasteLimit || event.dropped < 0) {
				faults.push(fault('wrong', `a paste of ${event.text.length} characters, ${event.dropped} dropped`));
			}
		} else {
			interrupts += event.name === 'ctrl-c' ? 1 : 0;
			// What else a prompt refuses is typed as it is.
			faults.push(
				...(/[\u0000-\u001F\u007F]/.test(event.name) ? [fault('control', 'the name of a key')] : []),
			);
		}
	}

	const typed = bytes.filter((byte) => byte === interrupt).length;
	return interrupts < typed ? [...faults, fault('wrong', `${interrupts} of ${typed} ^C`)] : faults;
};

/** Bytes that a terminal may send, cut anywhere: keys, pastes, replies, and what is none of them. */
export const terminalInput: Campaign = {
	name: 'terminal-input',
	round: 400,
	open: () => ({
		next: (chance) => {
			const bytes = mutateBytes(chance, someBytes(chance), chance.size(sizeLimit));
			const pieces = cutBytes(chance, bytes);
			return {
				input: bytes,
				check: () => {
					const whole = eventsOf([bytes], 0);
					const isSame = JSON.stringify(whole) === JSON.stringify(eventsOf(pieces, 0.3));
					return [
						...eventFaults(whole, bytes),
						...(isSame ? [] : [fault('wrong', 'cut bytes give other keys')]),
					];
				},
			};
		},
	}),
};
