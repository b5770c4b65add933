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
/** Bytes that are read twice: a terminal gives 64 KiB at a time. */
const comparedLimit = 1_000_000;
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

/** Gives all that comes of some pieces, no more than 0.3 s apart, and of the silence behind them. */
const feed = (
	pieces: readonly Uint8Array[],
	gap: number,
	take: (events: readonly InputEvent[]) => void,
): void => {
	const input = createTerminalInput();
	let now = 0;
	for (const piece of pieces) {
		now += gap;
		take(input.push(piece, now));
	}

	for (let deadline = input.deadline(); deadline !== undefined; deadline = input.deadline()) {
		take(input.expire(deadline));
	}
};

const eventsOf = (pieces: readonly Uint8Array[], gap: number): readonly InputEvent[] => {
	const events: (readonly InputEvent[])[] = [];
	feed(pieces, gap, (some) => events.push(some));
	return events.flat();
};

const areSame = (some: readonly InputEvent[], others: readonly InputEvent[]): boolean =>
	some.length === others.length &&
	some.every((event, place) => {
		const other = others[place];
		return event.type === 'key'
			? other?.type === 'key' && other.name === event.name
			: other?.type === 'paste' && other.text === event.text && other.dropped === event.dropped;
	});

const eventFault = (event: InputEvent): Fault | undefined => {
	if (event.type === 'paste') {
		return event.text.length > pasteLimit || event.dropped < 0
			? fault('wrong', `a paste of ${event.text.length} characters, ${event.dropped} dropped`)
			: undefined;
	}

	// What else a prompt refuses is typed as it is.
	return /[\u0000-\u001F\u007F]/.test(event.name) ? fault('control', 'the name of a key') : undefined;
};

const inputFaults = (pieces: readonly Buffer[], bytes: Buffer): readonly Fault[] => {
	const faults: Fault[] = [];
	let interrupts = 0;
	feed(pieces, 0.3, (events) => {
		interrupts += events.filter((event) => event.type === 'key' && event.name === 'ctrl-c').length;
		if (faults.length === 0) {
			faults.push(...events.flatMap((event) => eventFault(event) ?? []));
		}
	});
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
					const isSame = bytes.length > comparedLimit || areSame(eventsOf(pieces, 0.3), eventsOf([bytes], 0));
					return [
						...inputFaults(pieces, bytes),
						...(isSame ? [] : [fault('wrong', 'cut bytes give other keys')]),
					];
				},
			};
		},
	}),
};
