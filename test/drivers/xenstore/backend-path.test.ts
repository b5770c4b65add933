import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseBackendPath} from '../../../drivers/xenstore/backend-path.ts';
import {readCapturedStore} from '../xen/captured-store.ts';

test('the backends of the captured host', () => {
	const backends = [...readCapturedStore()].flatMap(([path, value]) => {
		const [, kind, devid] = /^\/libxl\/1\/device\/(vbd|vif)\/(\d+)\/backend$/.exec(path) ?? [];
		return kind === undefined ? [] : [{kind, devid: Number(devid), value: value.toString()}];
	});
	expect(backends).toHaveLength(7);
	for (const {kind, devid, value} of backends) {
		expect(parseBackendPath(value, 1, devid)).toEqual({path: value, domain: 0, kind});
	}
});

test('a path of this domain and device is taken apart, whatever backend serves it', () => {
	const id = fc.integer({min: 0, max: 0x7ff0 - 1});
	const devid = fc.integer({min: 0, max: 2 ** 32 - 1});
	fc.assert(
		fc.property(
			id,
			fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/),
			id,
			devid,
			(server, kind, domain, device) => {
				const path = `/local/domain/${server}/backend/${kind}/${domain}/${device}`;
				expect(parseBackendPath(path, domain, device)).toEqual({path, domain: server, kind});
				expect(parseBackendPath(path, domain + 1, device)).toBeUndefined();
				expect(parseBackendPath(path, domain, device + 1)).toBeUndefined();
			},
		),
	);
});

test.each([
	'',
	'/local/domain/0/backend/vbd/2/51712',
	'/local/domain/0/backend/vbd/1/51728',
	'/local/domain/0/backend/vbd/1/51712/',
	'/local/domain/0/backend/vbd/1/51712/..',
	'/local/domain/0/backend/vbd/1/051712',
	'/local/domain/00/backend/vbd/1/51712',
	'/local/domain/-1/backend/vbd/1/51712',
	'/local/domain/32752/backend/vbd/1/51712',
	'/local/domain/99999/backend/vbd/1/51712',
	'/local/domain/0/backend//1/51712',
	'/local/domain/0/backend/../1/51712',
	'/local/domain/0/backend/vbd/1/51712\n',
	'/local/domain/0/backend/vbd\u001B[2J/1/51712',
	' /local/domain/0/backend/vbd/1/51712',
	'local/domain/0/backend/vbd/1/51712',
	'/local/domain/0/device/vbd/1/51712',
	'/vm/753054f9-c71c-4cb1-853e-4ec61d991c72/name',
	'/etc/passwd',
])('%j is no backend of device 51712 of domain 1', (text) => {
	expect(parseBackendPath(text, 1, 51712)).toBeUndefined();
});
