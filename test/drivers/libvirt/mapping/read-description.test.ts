import {describe, expect, test} from 'vitest';
import {readDescription} from '../../../../drivers/libvirt/mapping/read-description.ts';
import {deviceLimits} from '../../../../source/model/domain-bounds.ts';
import {cleanText} from '../../../../source/text/clean-text.ts';
import {capturedText} from './captured-records.ts';

const inDevices = (devices: string, before = ''): string =>
	`<domain>${before}<devices>${devices}</devices></domain>`;

const disk = (inner: string): string => inDevices(`<disk>${inner}<target dev='vda'/></disk>`);

const sourceIn = (xml: string): string | undefined => readDescription(disk(xml))?.disks[0]?.source;

describe('captured XML', () => {
	test('of a running domain', () => {
		expect(readDescription(capturedText('dumpxml-lab1'))).toEqual({
			balloon: 'present',
			period: 2,
			vcpuCount: 1,
			disks: [
				{name: 'vda', source: '/var/lib/qemu/lv/disks/lab1-vda.raw', backend: 'qemu'},
				{name: 'vdb', source: '/var/lib/qemu/lv/disks/lab1-vdb.raw', backend: 'qemu'},
			],
			nics: [{name: 'lab1.0', mac: '52:54:00:98:18:c5'}],
		});
	});

	test('with a backing chain, an empty CD-ROM, a user-mode NIC and no balloon', () => {
		expect(readDescription(capturedText('dumpxml-chain'))).toEqual({
			balloon: 'absent',
			period: 0,
			vcpuCount: 1,
			disks: [
				{name: 'hda', backend: 'qemu'},
				{name: 'vda', source: '/srv/lab/lv/disks/chain.qcow2', backend: 'qemu'},
			],
			nics: [{mac: '52:54:00:ab:cd:01'}, {name: 'chain.1', mac: '52:54:00:ab:cd:02'}],
		});
	});

	test('with disks of all kinds; a namespace’s own elements are not taken for devices', () => {
		expect(readDescription(capturedText('dumpxml-odd'))).toEqual({
			balloon: 'absent',
			period: 0,
			vcpuCount: 1,
			disks: [
				{name: 'hda', backend: 'qemu'},
				{name: 'vda', source: '/dev/nowhere', backend: 'qemu'},
				{name: 'vdb', source: 'rbd:pool/image', backend: 'qemu'},
				{name: 'vdc', source: 'nbd://10.0.0.1:10809', backend: 'qemu'},
				{name: 'vdd', source: 'default/v1', backend: 'qemu'},
				{name: 'fda', source: '/srv/floppy', backend: 'qemu'},
			],
			nics: [{mac: '52:54:00:ab:cd:ef'}, {mac: '52:54:00:40:73:6c'}],
		});
	});

	test('of the test driver: a balloon without a period', () => {
		expect(readDescription(capturedText('dumpxml-test'))).toEqual({
			balloon: 'present',
			period: 0,
			vcpuCount: 2,
			disks: [{name: 'vda', source: '/guest/diskimage1'}],
			nics: [{name: 'testnet0', mac: 'aa:bb:cc:dd:ee:ff'}],
		});
	});
});

describe('what is told in another way, or not at all', () => {
	test('an empty domain has no devices and no balloon', () => {
		expect(readDescription('<domain/>')).toEqual({balloon: 'absent', period: 0, disks: [], nics: []});
	});

	test('a disk without a target is left out, and one without a source has none', () => {
		const xml = inDevices("<disk><source file='/a'/></disk><disk><target dev='vdb'/></disk><disk/>");
		expect(readDescription(xml)?.disks).toEqual([{name: 'vdb'}]);
	});

	test('sources', () => {
		expect(sourceIn("<source protocol='nbd'><host transport='unix' socket='/run/n.sock'/></source>")).toBe(
			'nbd:///run/n.sock',
		);
		expect(sourceIn("<source protocol='https'/>")).toBe('https:');
		expect(sourceIn("<source type='unix' path='/run/vhost.sock'/>")).toBe('/run/vhost.sock');
		expect(sourceIn("<source file='' startupPolicy='optional'/>")).toBeUndefined();
		expect(sourceIn("<source type='pci'/>")).toBeUndefined();
	});

	test('the processors now online go before those there may be', () => {
		const vcpus = (xml: string) => readDescription(inDevices('', xml))?.vcpuCount;
		expect(vcpus("<vcpu current='3'>8</vcpu>")).toBe(3);
		expect(vcpus('<vcpu>\n 8 </vcpu>')).toBe(8);
		expect(vcpus('<vcpu>many</vcpu>')).toBeUndefined();
		expect(vcpus('<vcpu>-1</vcpu>')).toBeUndefined();
	});

	test('a period that is no number is none', () => {
		const period = (text: string) =>
			readDescription(inDevices(`<memballoon model='virtio'><stats period='${text}'/></memballoon>`));
		expect(period('5')?.period).toBe(5);
		expect(period('soon')).toMatchObject({balloon: 'present', period: 0});
		expect(period('-5')?.period).toBe(0);
	});
});

describe('hostile XML', () => {
	test('what would move a cursor is replaced', () => {
		const description = readDescription(
			inDevices(
				"<disk><driver name='q&#x85;'/><source file='/a&#x202E;b'/><target dev='v&#x9B;2J'/></disk>" +
					"<interface><mac address='AA&#x2028;'/><target dev='vnet0&#xA;x'/></interface>",
			),
		);
		const texts = description?.disks.concat(description.nics as []).flatMap(Object.values);
		expect(texts).toHaveLength(5);
		for (const text of texts ?? []) {
			expect(text).toBe(cleanText(text));
		}
	});

	test.each([
		['nothing', ''],
		['no XML', 'error: failed to get domain'],
		['another document', '<network/>'],
		['a cut one', capturedText('dumpxml-lab1').slice(0, 1500)],
		['a control character', disk('<a>\u0000</a>')],
		['an entity of its own', '<!DOCTYPE domain [<!ENTITY a "b">]><domain><name>&a;</name></domain>'],
		[
			'entities of entities',
			`<!DOCTYPE domain [<!ENTITY a "aaaaaaaaaa">${Array.from(
				{length: 20},
				(_, place) => `<!ENTITY a${place} "${`&a${place - 1};`.repeat(10)}">`,
			).join('')}]><domain><name>&a19;</name></domain>`,
		],
		['an outer entity', '<!DOCTYPE domain SYSTEM "file:///etc/passwd"><domain>&x;</domain>'],
		['elements in elements without end', '<domain>'.repeat(100_000)],
		['an attribute twice', "<domain a='1' a='2'/>"],
		['more tags than any domain has', inDevices('<a/>'.repeat(40_000))],
		['more than any domain has', inDevices(`<disk>${' '.repeat(2 ** 20)}<target dev='vda'/></disk>`)],
	])('%s is no description', (_, xml) => {
		expect(readDescription(xml)).toBeUndefined();
	});

	test('of ten times as many disks and NICs the first are kept', () => {
		const short = "<disk><target dev='a'/></disk><interface/>";
		const description = readDescription(inDevices(short.repeat(4 * deviceLimits.disks)));
		expect(description?.disks).toHaveLength(deviceLimits.disks);
		expect(description?.nics).toHaveLength(deviceLimits.nics);
	});

	test('a path is kept longer than a name', () => {
		const long = 'x'.repeat(100_000);
		const xml = inDevices(`<disk><source file='/${long}'/><target dev='${long}'/></disk>`);
		const [only] = readDescription(xml)?.disks ?? [];
		expect([only?.source?.length, only?.name.length]).toEqual([4096, 256]);
	});

	test('names of JavaScript’s own are only names', () => {
		const xml = inDevices("<__proto__/><constructor/><disk><target __proto__='x' dev='constructor'/></disk>");
		expect(readDescription(xml)?.disks).toEqual([{name: 'constructor'}]);
	});
});

test('a container is told from a machine', () => {
	const of = (type: string) =>
		readDescription(`<domain type='x'><os><type arch='x86_64'>${type}</type></os><devices/></domain>`)
			?.isContainer;
	expect([of('exe'), of('hvm'), of('linux')]).toEqual([true, undefined, undefined]);
});
