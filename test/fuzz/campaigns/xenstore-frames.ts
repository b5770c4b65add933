import {parseBackendPath} from '../../../drivers/xenstore/backend-path.ts';
import {decodeTexts, encodeFrame} from '../../../drivers/xenstore/frame.ts';
import {createFrameSplitter} from '../../../drivers/xenstore/frame-splitter.ts';
import {changeOf} from '../../../drivers/xenstore/store-change.ts';
import {StoreFault} from '../../../drivers/xenstore/store-fault.ts';
import {readWireRecording} from '../../drivers/xenstore/wire-recording.ts';
import {attempt, type Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {fault} from '../fault.ts';
import {cutBytes, mutateBytes, mutateText} from '../mutate-bytes.ts';
import {oddText} from '../odd-values.ts';

const sizeLimit = 10_000_000;
const payloadLimit = 1024 * 1024;

const paths = [
	...[
		'/local/domain/1/name',
		'/local/domain/0/backend/vbd/1/51712',
		'/libxl/1/device/vif/0',
		'@releaseDomain',
	],
	...['/local/domain/1/device/vbd/51712/backend', '/local/domain/1/data/meminfo_free', '/vm/1/name', '/'],
];

const someFrames = (chance: Chance, recorded: readonly Buffer[]): Buffer => {
	if (chance.happens(0.5)) {
		return Buffer.concat(Array.from({length: 1 + chance.below(4)}, () => chance.pick(recorded)));
	}

	const texts = Array.from({length: chance.below(4)}, () => `${oddText(chance)}\0`).join('');
	const frame = {type: chance.below(70), requestId: chance.below(5), payload: Buffer.from(texts)};
	return encodeFrame(frame);
};

/** What xenstored says, in pieces, and the paths that it names. */
export const xenstoreFrames: Campaign = {
	name: 'xenstore-frames',
	round: 400,
	open: () => {
		const recorded = readWireRecording('xenstored-socket.jsonl').flatMap((step) =>
			step.dir === 'S' && 'bytes' in step ? [step.bytes] : [],
		);
		return {
			next: (chance) => {
				const bytes = mutateBytes(chance, someFrames(chance, recorded), chance.size(sizeLimit));
				const pieces = cutBytes(chance, bytes);
				const path = mutateText(chance, chance.pick(paths));
				return {
					input: bytes,
					check: () => {
						const splitter = createFrameSplitter(payloadLimit);
						const split = attempt([StoreFault], () => pieces.flatMap((piece) => splitter.push(piece)));
						changeOf(path);
						const backend = parseBackendPath(path, 1, 51_712);
						const named = 'value' in split ? split.value.flatMap(({payload}) => decodeTexts(payload)) : [];
						named.slice(0, 50).forEach(changeOf);
						const whole = attempt([StoreFault], () => createFrameSplitter(payloadLimit).push(bytes));
						const isSame =
							'value' in split === 'value' in whole &&
							(!('value' in split) || !('value' in whole) || split.value.length === whole.value.length);
						return [
							...(isSame ? [] : [fault('wrong', 'cut into pieces it is another conversation')]),
							...(backend && backend.path !== path ? [fault('wrong', `the path is ${backend.path}`)] : []),
						];
					},
				};
			},
		};
	},
};
