import type {RemoteDomain} from '../../../../drivers/libvirt/calls/remote-domain.ts';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';
import {createDomainOf} from '../../../../drivers/libvirt/mapping/domain.ts';
import type {DomainContext} from '../../../../drivers/libvirt/mapping/domain-input.ts';
import type {XdrValue} from '../../../../drivers/libvirt/wire/xdr-value.ts';
import type {Domain} from '../../../../source/model/sample.ts';

export const remoteDomain: RemoteDomain = {
	name: 'web',
	uuid: '11223344-5566-7788-99aa-bbccddeeff00',
	id: 3,
};

/** A running domain with these fields; its sizes are there, as in every record that is whole. */
export const someRecord = (
	fields: Readonly<Record<string, XdrValue>> = {},
	domain: Partial<RemoteDomain> = {},
): StatsRecord => {
	const all = {
		'state.state': 1,
		'balloon.current': 1024,
		'balloon.maximum': 2048,
		'balloon.rss': 512,
		...fields,
	};
	return {domain: {...remoteDomain, ...domain}, fields: Object.keys(all), values: Object.values(all)};
};

export const someContext = (changes: Partial<DomainContext> = {}): DomainContext => ({
	hypervisor: 'QEMU',
	at: 1000,
	wall: Date.UTC(2026, 10, 21, 5),
	isFar: false,
	description: undefined,
	before: undefined,
	periodRefusal: undefined,
	sectorBytes: undefined,
	...changes,
});

/** What one record alone means. */
export const domainFrom = (record: StatsRecord, changes: Partial<DomainContext> = {}): Domain =>
	createDomainOf()(record, someContext(changes));
