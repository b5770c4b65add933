import {expect, test} from 'vitest';
import {libvirtOrigins} from '../../../drivers/libvirt/origins.ts';
import {plainOf} from '../../helpers/plain-of.ts';
import {capturedRecord} from './mapping/captured-records.ts';
import {domainFrom} from './mapping/some-record.ts';

const devices = {name: true, mac: true, source: true, backend: true, index: true};

const countersOf = (device: object | undefined): readonly string[] =>
	Object.entries(plainOf(device) ?? {})
		.filter(([key, value]) => value !== undefined && !Object.hasOwn(devices, key))
		.map(([key]) => key);

test('every counter of a captured guest has a field that libvirt sent', () => {
	const record = capturedRecord('domstats', 'lab1');
	const origins = libvirtOrigins('QEMU');
	const {disks, nics, vcpus} = domainFrom(record);
	const known = new Set(record.fields.map((field) => field.replace(/\.\d+\./, '.N.')));
	const pairs = [
		[disks?.[0], origins.disk],
		[nics?.[0], origins.nic],
		[vcpus?.[0], origins.vcpu],
	] as const;
	for (const [device, named] of pairs) {
		const counters = countersOf(device);
		expect(counters).not.toEqual([]);
		for (const counter of counters) {
			const origin = (named as Readonly<Record<string, string>> | undefined)?.[counter] ?? '';
			expect(known).toContain(/^[\w.]+/.exec(origin)?.[0]);
			expect(origin).toContain('virConnectGetAllDomainStats');
		}
	}
});

test('the others say the calls that are made of them', () => {
	expect(libvirtOrigins('Xen').disk).toMatchObject({
		waitedRequests: 'errs of virDomainBlockStatsFlags',
		readSectors: 'rd_bytes / physical-sector-size of virDomainBlockStatsFlags',
	});
	expect(libvirtOrigins('Xen').disk?.errors).toBeUndefined();
	expect(libvirtOrigins('TEST').disk?.readRequests).toBe('rd_req of virDomainBlockStats');
	expect(libvirtOrigins('vz').disk?.readTimeSeconds).toBeUndefined();
	expect(libvirtOrigins('LXC').nic?.receiveDrops).toBe('rx_drop of virDomainInterfaceStats');
	expect(libvirtOrigins('of tomorrow').vcpu).toBeUndefined();
});
