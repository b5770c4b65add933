import {deviceLimits} from '../../source/model/domain-bounds.ts';
import {blockKey} from './block-sources.ts';
import {asName, asRecords} from './json-value.ts';

/** Why QEMU stopped at a disk (BlockDeviceIoStatus of qapi/block-core.json). */
export type BlockError = 'no space' | 'I/O error';

const errors: ReadonlyMap<unknown, BlockError> = new Map([
	['nospace', 'no space'],
	['failed', 'I/O error'],
]);

/** Parses the reply to query-block: the disks with an error, by `blockKey`. @throws QmpFault */
export const parseBlockErrors = (value: unknown): ReadonlyMap<string, BlockError> =>
	new Map(
		asRecords(value, 'query-block', deviceLimits.disks).flatMap((entry) => {
			const error = errors.get(entry['io-status']);
			const device = asName(entry.device, 'a device') ?? '';
			const qdev = asName(entry.qdev, 'a qdev') ?? '';
			return error ? [[blockKey({device, qdev}), error] as const] : [];
		}),
	);
