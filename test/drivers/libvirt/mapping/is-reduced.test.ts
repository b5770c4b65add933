import {expect, test} from 'vitest';
import {isReduced} from '../../../../drivers/libvirt/mapping/is-reduced.ts';
import {capturedRecord, capturedRecords} from './captured-records.ts';
import {someRecord} from './some-record.ts';

test('a guest that was held is found, and no other of the same reply', () => {
	const records = capturedRecords('domstats-nowait-stuck');
	expect(records.length).toBeGreaterThan(2);
	expect(records.filter((record) => isReduced(record, 'QEMU')).map(({domain}) => domain.name)).toEqual([
		'lab2',
	]);
});

test('no record of a guest that answered is one', () => {
	for (const name of ['domstats', 'domstats-later', 'domstats-backing']) {
		expect(capturedRecords(name).filter((record) => isReduced(record, 'QEMU'))).toEqual([]);
	}
});

test('one without balloon and disks has its resident memory', () => {
	expect(isReduced(someRecord({'balloon.rss': undefined}), 'QEMU')).toBe(false);
	const {domain, fields, values} = someRecord();
	const place = fields.indexOf('balloon.rss');
	const record = {domain, fields: fields.toSpliced(place, 1), values: values.toSpliced(place, 1)};
	expect(isReduced(record, 'QEMU')).toBe(true);
	expect(isReduced({...record, fields: [...record.fields, 'block.10.fl.reqs']}, 'QEMU')).toBe(false);
	expect(isReduced({...record, fields: [...record.fields, 'block.10.path']}, 'QEMU')).toBe(true);
});

test('other hypervisors never answer so, nor does one that does not run', () => {
	const record = capturedRecord('domstats-nowait-stuck', 'lab2');
	for (const hypervisor of ['TEST', 'Xen', 'vz', 'LXC', '']) {
		expect(isReduced(record, hypervisor)).toBe(false);
	}

	expect(isReduced({...record, domain: {...record.domain, id: undefined}}, 'QEMU')).toBe(false);
	expect(isReduced({...record, values: [5, ...record.values.slice(1)]}, 'QEMU')).toBe(false);
});
