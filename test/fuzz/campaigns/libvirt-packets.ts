import {decodeRemoteError} from '../../../drivers/libvirt/calls/decode-remote-error.ts';
import {readDomain} from '../../../drivers/libvirt/calls/domain-codec.ts';
import {createPacketSplitter} from '../../../drivers/libvirt/wire/packet-splitter.ts';
import {createTypedParametersReader} from '../../../drivers/libvirt/wire/typed-parameters.ts';
import {WireFault} from '../../../drivers/libvirt/wire/wire-fault.ts';
import {createXdrReader} from '../../../drivers/libvirt/wire/xdr-reader.ts';
import {fakePacket, typedParameter, xdr} from '../../drivers/libvirt/fake-wire.ts';
import {readCapturedPackets} from '../../drivers/libvirt/wire/captured-calls.ts';
import {attempt, type Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {type Fault, fault} from '../fault.ts';
import {cutBytes, mutateBytes} from '../mutate-bytes.ts';
import {oddNumber, oddText} from '../odd-values.ts';
import {controlFaults, valueFaults} from '../text-faults.ts';

const sizeLimit = 10_000_000;

const somePacket = (chance: Chance, size: number): Buffer => {
	const parameters = Array.from({length: size > 10_000 ? size / 30 : chance.below(5)}, (_, place) =>
		typedParameter(
			chance.happens(0.1) ? oddText(chance) : `block.${place}.rd.bytes`,
			chance.happens(0.2)
				? oddText(chance, 8)
				: Math.trunc(Math.min(2 ** 63 - 1024, Math.abs(oddNumber(chance)))),
		),
	);
	const payload = xdr.list(parameters);
	return fakePacket({procedure: chance.below(400), type: chance.below(8), serial: 1, payload});
};

/** Each way to read what a packet holds. */
const readings = [
	(payload: Buffer) => createTypedParametersReader().read(createXdrReader(payload), 262_144),
	(payload: Buffer) => createXdrReader(payload).array(16_384, 24, () => 0),
	(payload: Buffer) => createXdrReader(payload).string(),
	(payload: Buffer) => createXdrReader(payload).optional(() => 0),
];

const payloadFaults = (payload: Buffer): readonly Fault[] => {
	for (const read of readings) {
		attempt([WireFault], () => read(payload));
	}

	const domain = attempt([WireFault], () => readDomain(createXdrReader(payload)));
	const error = attempt([WireFault], () => decodeRemoteError(createXdrReader(payload)));
	return [
		...('value' in domain ? valueFaults(domain.value.id, 'the id of a domain') : []),
		...('value' in error ? controlFaults(error.value.message, 'the words of an error') : []),
	];
};

/** What a libvirt daemon sends, in pieces: lengths, types, counts, strings. */
export const libvirtPackets: Campaign = {
	name: 'libvirt-packets',
	round: 400,
	open: () => {
		const captured = readCapturedPackets();
		return {
			next: (chance) => {
				const size = chance.size(sizeLimit);
				const bytes = chance.happens(0.7)
					? mutateBytes(chance, chance.pick(captured), size)
					: mutateBytes(chance, somePacket(chance, size));
				const pieces = cutBytes(chance, bytes);
				return {
					input: bytes,
					check: () => {
						const splitter = createPacketSplitter();
						const split = attempt([WireFault], () => pieces.flatMap((piece) => splitter.push(piece)));
						const whole = attempt([WireFault], () => createPacketSplitter().push(bytes));
						const packets = 'value' in split ? split.value : [];
						const isSame = 'value' in whole ? whole.value.length === packets.length : 'error' in split;
						return [
							...packets.slice(0, 20).flatMap(({payload}) => payloadFaults(payload)),
							...payloadFaults(bytes.subarray(28)),
							...(isSame ? [] : [fault('wrong', 'cut into pieces it is another conversation')]),
						];
					},
				};
			},
		};
	},
};
