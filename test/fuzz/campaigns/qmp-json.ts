import {parseBlockCounters} from '../../../drivers/qmp/block-counters.ts';
import {parseBlockSources} from '../../../drivers/qmp/block-sources.ts';
import {createJsonSplitter} from '../../../drivers/qmp/json-splitter.ts';
import {leafSource} from '../../../drivers/qmp/leaf-source.ts';
import {QmpFault} from '../../../drivers/qmp/qmp-fault.ts';
import {fixture, fixtureBytes} from '../../drivers/qemu/recording.ts';
import {attempt, type Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {fault} from '../fault.ts';
import {cutBytes, mutateBytes, mutateText} from '../mutate-bytes.ts';
import {oddNumberText, oddText} from '../odd-values.ts';

const sizeLimit = 10_000_000;
/** As the program takes them. */
const bounds = {byteLimit: 8 * 1024 * 1024, depthLimit: 1024, valueLimit: 262_144};

const madeUp = (chance: Chance, depth = 0): string => {
	const kind = depth > 4 ? chance.below(3) : chance.below(5);
	if (kind < 3) {
		return chance.pick([
			oddNumberText(chance),
			JSON.stringify(oddText(chance)),
			'null',
			'true',
			'{',
			']',
			'"',
		]);
	}

	const parts = Array.from({length: chance.below(5)}, () => madeUp(chance, depth + 1));
	return kind === 3
		? `[${parts.join(',')}]`
		: `{${parts.map((part) => `${JSON.stringify(oddText(chance, 4))}:${part}`).join(', ')}}`;
};

const deep = (chance: Chance, size: number): Buffer =>
	Buffer.from(chance.pick(['{"a":', '[', '{"return": [', '{"', '\\"']).repeat(Math.ceil(size / 5)));

const sourceKeys = [
	'driver',
	'file',
	'image',
	'server',
	'server.0',
	'children',
	'filename',
	'path',
	'host',
	'pool',
];

/** What query-block says of a node: those of a real QEMU, spoilt, and made up of what they are made of. */
const someSource = (chance: Chance, sources: readonly string[]): string =>
	chance.happens(0.5)
		? mutateText(chance, chance.pick(sources), chance.size(8192))
		: `json:{${Array.from({length: chance.below(6)}, () => `"${chance.pick(sourceKeys)}":${madeUp(chance)}`).join(',')}}`;

/** What a QMP peer sends, in pieces. */
export const qmpJson: Campaign = {
	name: 'qmp-json',
	round: 400,
	open: () => {
		const captured = ['qmp-01-main.server.raw', 'qmp-02-events.server.raw', 'qmp-pretty.raw'].map(
			fixtureBytes,
		);
		const lines = captured.flatMap((bytes) =>
			bytes
				.toString('latin1')
				.split('\r\n')
				.filter((line) => line !== '')
				.map((line) => Buffer.from(`${line}\r\n`, 'latin1')),
		);
		const sources = Object.values(
			(JSON.parse(fixture('block.json')) as {readonly sources: Readonly<Record<string, string>>}).sources,
		);
		const someBytes = (chance: Chance): Buffer => {
			const size = chance.size(sizeLimit);
			const kind = chance.unit();
			return kind < 0.6
				? mutateBytes(chance, chance.pick(lines), size)
				: kind < 0.9
					? Buffer.from(`{"return": ${madeUp(chance)}}`)
					: deep(chance, size);
		};

		return {
			next: (chance) => {
				const bytes = someBytes(chance);
				const pieces = cutBytes(chance, bytes);
				const source = someSource(chance, sources);
				return {
					input: {bytes, source},
					check: () => {
						const splitter = createJsonSplitter(bounds);
						const split = attempt([QmpFault], () => pieces.flatMap((piece) => splitter.push(piece)));
						const whole = attempt([QmpFault], () => createJsonSplitter(bounds).push(bytes));
						const texts = 'value' in split ? split.value : [];
						for (const text of texts.slice(0, 50)) {
							const parsed = attempt([SyntaxError], () => JSON.parse(text) as {readonly return?: unknown});
							if ('value' in parsed) {
								attempt([QmpFault], () => parseBlockCounters(parsed.value.return));
								attempt([QmpFault], () => parseBlockSources(parsed.value.return));
							}
						}

						const isSame = JSON.stringify(split) === JSON.stringify(whole);
						const isPlain = !/^json:/.test(leafSource(source) ?? '');
						return [
							...(isSame ? [] : [fault('wrong', 'cut into pieces it is another conversation')]),
							...(isPlain ? [] : [fault('wrong', 'a source in JSON is shown as JSON')]),
						];
					},
				};
			},
		};
	},
};
