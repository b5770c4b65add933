import {expect, test} from 'vitest';
import {changeOf, domainParts} from '../../../drivers/xenstore/store-change.ts';
import {readCapturedStore} from '../xen/captured-store.ts';

const devices = ['disks', 'nics'];

test.each([
	['@introduceDomain', {list: true, parts: []}],
	['@releaseDomain', {list: true, parts: []}],
	['/local/domain', {list: true, parts: domainParts}],
	['/local/domain/7', {list: true, domain: 7, parts: domainParts}],
	['/local/domain/7/name', {domain: 7, parts: ['name']}],
	['/local/domain/7/memory', {domain: 7, parts: ['memory', 'agent']}],
	['/local/domain/7/memory/meminfo', {domain: 7, parts: ['agent']}],
	['/local/domain/7/memory/target', {domain: 7, parts: ['memory']}],
	['/local/domain/7/data/meminfo_free', {domain: 7, parts: ['agent']}],
	['/local/domain/7/device/vbd', {domain: 7, parts: ['disks']}],
	['/local/domain/7/device/vbd/51712/backend', {domain: 7, parts: ['disks']}],
	['/libxl', {parts: devices}],
	['/libxl/7', {domain: 7, parts: devices}],
	['/libxl/7/device', {domain: 7, parts: devices}],
	['/libxl/7/device/vbd/51712', {domain: 7, parts: ['disks']}],
	['/libxl/7/device/vbd/51712/backend', {domain: 7, parts: ['disks']}],
	['/libxl/7/device/vif/0', {domain: 7, parts: ['nics']}],
	['/local/domain/0/backend', {domain: undefined, parts: devices}],
	['/local/domain/0/backend/qdisk', {domain: undefined, parts: ['disks']}],
	['/local/domain/0/backend/vbd/7', {domain: 7, parts: ['disks']}],
	['/local/domain/0/backend/vbd3/7/51712/params', {domain: 7, parts: ['disks']}],
	['/local/domain/0/backend/vbd3/7/51712/state', {domain: 7, parts: ['disks']}],
	['/local/domain/0/backend/vbd/7/51712/physical-sector-size', {domain: 7, parts: ['disks']}],
	['/local/domain/0/backend/vif/7/0/vifname', {domain: 7, parts: ['nics']}],
])('%s', (path, change) => {
	expect(changeOf(path)).toEqual(change);
});

test.each([
	'/local/domain/0/backend/vbd/7/51712/state',
	'/local/domain/7/device/vbd/51712/state',
	'/local/domain/7/device/suspend/event-channel',
	'/local/domain/7/data/updated',
	'/local/domain/7/memory/videoram',
	'/local/domain/7/control/shutdown',
	'/local/domain/x/name',
	'/libxl/7/dm-version',
	'/libxl/7/device/vbd/51712/params',
	'/libxl/7/device/console/0/backend',
	'/vm/753054f9-c71c-4cb1-853e-4ec61d991c72/name',
	'/tool',
	'',
])('%j makes nothing out of date', (path) => {
	expect(changeOf(path)).toMatchObject({parts: []});
	expect(changeOf(path).list).toBeUndefined();
});

test('every node that is read of a domain makes its part out of date when it is written, and few others', () => {
	const paths = [...readCapturedStore().keys()];
	const written = paths.filter((path) => changeOf(path).parts.length > 0);
	expect(written).toContain('/local/domain/0/backend/vbd/1/51728/physical-sector-size');
	expect(written).toContain('/libxl/1/device/vbd/832/backend');
	expect(written.length).toBeLessThan(paths.length / 4);
});
