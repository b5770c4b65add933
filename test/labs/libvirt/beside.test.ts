import {beforeAll, expect, test} from 'vitest';
import type {Report} from '../report.ts';
import {rowOf} from '../rows.ts';
import {alpha, runningGuests} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {system} from './virsh.ts';

describeLibvirt('beside other drivers', () => {
	let lab: Lab;

	beforeAll(() => {
		lab = openLab();
	});

	test('a guest that the qemu driver sees too is shown once, from libvirt', async () => {
		const lines = await lab.report(['-c', 'qmp:', '-c', system, '-n', '2', '-d', '1']);
		for (const line of lines) {
			for (const {uuid, name} of runningGuests) {
				const rows = line.domains.filter((domain) => domain.uuid === uuid);
				expect(
					rows.map(({driver}) => driver),
					name,
				).toEqual(['libvirt']);
			}
		}

		const alone: readonly Report[] = await lab.report(['-c', 'qmp:', '-n', '1', '-d', '1']);
		expect(rowOf(alone[0], alpha)).toMatchObject({driver: 'qemu', name: 'alpha'});
	});

	test('without -c the daemon that is here is found', async () => {
		const [line] = await lab.report(['-n', '1', '-d', '1']);
		expect(rowOf(line, alpha)).toMatchObject({driver: 'libvirt', name: 'alpha'});
	});
});
