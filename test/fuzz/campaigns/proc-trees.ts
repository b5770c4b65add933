import {qemuDriver} from '../../../drivers/qemu/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Sample} from '../../../source/model/sample.ts';
import {ownUser, spawnHead} from '../../drivers/qemu/process-world.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {biggest} from '../biggest.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {finishByHand} from '../finish-by-hand.ts';
import {fixtureJson} from '../fixture.ts';
import {mutateText} from '../mutate-bytes.ts';
import {oddNumberText, oddText} from '../odd-values.ts';
import {sampleFaults} from '../sample-faults.ts';
import {createSpoiltTree, type Entries, type Spoilt} from '../spoilt-tree.ts';

/** Bytes of one file. */
const sizeLimit = 10_000_000;

const listener = (chance: Chance): string =>
	`0000000000000000: 00000002 00000000 00010000 0001 01 ${oddNumberText(chance)} ${oddText(chance)}\n`;

const otherContent = (chance: Chance, path: string, captured: string): Spoilt => {
	const kind = chance.unit();
	if (kind < 0.15) {
		return chance.pick<Spoilt>(['folder', 'nothing', {text: ''}, {link: 'loop'}]);
	}

	if (path.endsWith('/net/unix')) {
		return {
			text: `${captured}${Array.from({length: 1 + chance.size(sizeLimit) / 100}, () => listener(chance)).join('')}`,
		};
	}

	return {
		text:
			kind < 0.3
				? oddText(chance)
				: mutateText(
						chance,
						captured,
						chance.size(path.endsWith('/cmdline') ? biggest.commandLineFile : sizeLimit),
					),
	};
};

const otherLink = (chance: Chance, target: string): Spoilt => ({
	link:
		Buffer.from(mutateText(chance, target).replaceAll(/\0/g, '') || 'x')
			.subarray(0, 1000)
			.toString() || 'x',
});

const someChanges = (chance: Chance, entries: Entries): ReadonlyMap<string, Spoilt> => {
	const paths = Object.keys(entries);
	const likely = paths.filter((path) =>
		/cmdline|\/stat$|status|net\/|fdinfo|meminfo|schedstat|exe$|cwd$/.test(path),
	);
	return new Map(
		Array.from({length: 1 + chance.below(6)}, () => {
			const path = chance.pick(chance.happens(0.8) ? likely : paths);
			const captured = entries[path];
			return [
				path,
				captured && 'link' in captured
					? otherLink(chance, captured.link)
					: otherContent(chance, path, captured?.text ?? ''),
			] as const;
		}),
	);
};

/** What /proc and /sys tell of QEMU processes without a monitor that answers, read before and while it is spoilt. */
export const procTrees: Campaign = {
	name: 'proc-trees',
	round: 30,
	open: () => {
		const entries = fixtureJson<Entries>('qemu/proc.json');
		const tree = createSpoiltTree(entries);
		return {
			next: (chance) => {
				const changes = someChanges(chance, entries);
				const isKnown = chance.happens(0.5);
				return {
					input: changes,
					check: async () => {
						const clock = createHandClock();
						const options = {
							root: tree.root,
							clock,
							spawn: spawnHead,
							user: ownUser,
							readOnly: true,
							onStatus: () => {},
						};
						const connection = await qemuDriver.connect(parseAddress('qmp:'), options);
						const samples: Sample[] = [];
						const read = async (): Promise<void> => {
							const asking = connection.sample({delay: 2}, new AbortController().signal);
							samples.push(await finishByHand(clock, asking, 60));
							await clock.advance(11);
						};
						if (isKnown) {
							await read();
						}

						const mend = tree.spoil(changes);
						try {
							await read();
							await read();
						} finally {
							mend();
							await finishByHand(clock, connection.close(), 60);
						}

						return sampleFaults(chance, samples);
					},
				};
			},
			close: tree.remove,
		};
	},
};
