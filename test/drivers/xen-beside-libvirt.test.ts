import {mkdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {libvirtDriver} from '../../drivers/libvirt/driver.ts';
import {xenDriver} from '../../drivers/xen/driver.ts';
import {startingEndpoints} from '../../source/sampling/discover.ts';
import {createSampler} from '../../source/sampling/sampler.ts';
import {startFakeLibvirtd} from './libvirt/fake-libvirtd.ts';
import {createCapturedDom0} from './xen/captured-dom0.ts';
import {domainOf} from './xen/open-dom0.ts';

test('on a Xen host libvirt’s shut-off domains are listed, and those that run once, as Xen tells of them', async () => {
	const dom0 = await createCapturedDom0();
	const {root} = dom0.options;
	const connection = await dom0.connect();
	const own = await connection.sample({delay: 2}, new AbortController().signal);
	const [control, guest] = [domainOf(own, 0), domainOf(own, 1)];
	mkdirSync(`${root}/run/libvirt/libxl`, {recursive: true});
	const running = (id: number, name: string, uuid = '') => ({
		name,
		uuid,
		id,
		stats: {'state.state': 1, 'balloon.current': 1, 'balloon.maximum': 1, 'vcpu.current': 1, 'cpu.time': 1},
	});
	await startFakeLibvirtd(`${root}/run/libvirt`, {
		hypervisor: 'Xen',
		bulk: false,
		domains: [
			running(0, 'Domain-0', control.uuid),
			running(1, guest.name, guest.uuid),
			{name: 'sleeper', id: undefined, stats: {'state.state': 5, 'balloon.maximum': 2048}},
		],
	});
	const {endpoints: targets} = await startingEndpoints([xenDriver, libvirtDriver], [], dom0.options, false);
	expect(targets.map(({address}) => address.uri)).toEqual(['xl:', 'xen:///system']);
	const sampler = createSampler(targets, dom0.options, {
		delay: 60,
		firstDelay: 60,
		frozen: false,
		sectors: 'physical',
	});
	await sampler.run(1);
	const usage = sampler.usage.get();
	await sampler.close();
	const rows = usage?.domains.map(({domain, driver}) => [domain.name, domain.state === 'shutoff', driver]);
	expect(rows?.filter(([name]) => ['Domain-0', guest.name, 'sleeper'].includes(`${name}`))).toEqual([
		['Domain-0', false, 'xen'],
		[guest.name, false, 'xen'],
		['sleeper', true, 'libvirt'],
	]);
	expect(new Set(usage?.domains.map(({host}) => host)).size).toBe(1);
});
