import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';
import type {XdrValue} from '../../../../drivers/libvirt/wire/xdr-value.ts';

const folder = join(import.meta.dirname, '../../../fixtures/libvirt/meaning');

/** What virsh printed, without the command in its first line. */
export const capturedText = (name: string): string =>
	readFileSync(join(folder, `${name}.txt`), 'utf8')
		.replace(/^\$.*\n/, '')
		.replace(/\nrc=0\n$/, '\n');

const texts = /\.(?:name|path|calc_mode)$/;

const valueFrom = (field: string, text: string): XdrValue =>
	texts.test(field) || !/^\d+$/.test(text) ? text : Number(text);

/** Ids of the captured domains; those that are not here do not run. */
const ids: Readonly<Record<string, number>> = {lab1: 1, lab2: 2, chain: 4};

/** The records that virsh domstats printed; their uuids are made of their places. */
export const capturedRecords = (name: string): readonly StatsRecord[] =>
	capturedText(name)
		.split(/^Domain: /m)
		.slice(1)
		.map((text, place): StatsRecord => {
			const [title = '', ...lines] = text.split('\n');
			const domainName = title.replace(/^'(.*)'$/, '$1');
			const pairs = lines.flatMap((line) => {
				const [, field = '', value = ''] = /^ {2}([^=]+)=(.*)$/.exec(line) ?? [];
				return field === '' ? [] : [[field, valueFrom(field, value)] as const];
			});
			return {
				domain: {
					name: domainName,
					uuid: `460b23a8-17ce-428b-88ec-${String(place).padStart(12, '0')}`,
					id: ids[domainName],
				},
				fields: pairs.map(([field]) => field),
				values: pairs.map(([, value]) => value),
			};
		});

/** The record of one of them; fails where there is none. */
export const capturedRecord = (name: string, domain: string): StatsRecord => {
	const record = capturedRecords(name).find((one) => one.domain.name === domain);
	if (!record) {
		throw new Error(`${domain} is not in ${name}.`);
	}

	return record;
};
