import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {endpointOf} from '../../../../drivers/libvirt/transport/endpoint.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import type {DriverOptions} from '../../../../source/driver/driver.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';

const root = () => {
	const folder = temporaryFolder();
	mkdirSync(join(folder, 'run/libvirt'), {recursive: true});
	mkdirSync(join(folder, 'var'));
	symlinkSync('../run', join(folder, 'var/run'));
	for (const name of ['libvirt-sock', 'libvirt-sock-ro', 'virtqemud-sock', 'virtqemud-sock-ro']) {
		writeFileSync(join(folder, 'run/libvirt', name), '');
	}

	return folder;
};

test('however it is written, one endpoint is one', () => {
	const options = {root: root()} as DriverOptions;
	const of = (uri: string) => endpointOf(parseAddress(uri), options);
	const here = of('qemu:///system');
	for (const uri of [
		'qemu+unix:///system',
		'qemu:///system?mode=direct',
		'qemu:///system?socket=/run/libvirt/virtqemud-sock',
		'qemu:///system?socket=/var/run/libvirt/virtqemud-sock',
		'qemu:///system?name=qemu:///system',
	]) {
		expect([uri, of(uri)]).toEqual([uri, here]);
	}

	for (const uri of [
		'qemu:///system?mode=legacy',
		'lxc:///system',
		'qemu+ssh://h/system',
		'qemu+tls://h/system',
	]) {
		expect([uri, of(uri)]).not.toEqual([uri, here]);
	}

	expect(of('qemu+ssh://H:22/system?no_tty=1')).toBe(of('qemu+ssh://h/system'));
	expect(of('qemu+ssh://a@h/system')).not.toBe(of('qemu+ssh://h/system'));
	expect(of('qemu:///session')).not.toBe(here);
});
