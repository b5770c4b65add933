import {describe, inject, test} from 'vitest';
import {openCapture, programHere} from '../../captures/open-capture.ts';
import {enterNamespace} from '../libvirt/namespace.ts';
import {openVirsh, runner} from '../libvirt/virsh.ts';

const uri = 'lxc:///system';

describe.skipIf(inject('lxc') === undefined)('a recording', () => {
	test('of containers: paused, started and ended', async () => {
		const {keeper = 0, folder = ''} = inject('lxc') ?? {};
		const enter = enterNamespace(keeper);
		const run = runner(enter);
		const {ask} = openVirsh(run, uri);
		const versions = {libvirt: (await run('libvirtd', '--version')).trim()};
		const {sample, close} = await openCapture(
			{
				name: 'lxc/mixed',
				scene:
					'The container box reads and writes, lid is off. After 3 refreshes box is paused for 2; then lid is started, and destroyed after 2.',
				uri,
				delay: 1,
				versions,
			},
			programHere(folder, enter),
		);
		await sample(3);
		await ask('suspend', 'box');
		await sample(2);
		await ask('resume', 'box');
		await sample(1);
		await ask('start', 'lid');
		await sample(2);
		await ask('destroy', 'lid');
		await sample(2);
		await close();
	}, 300_000);
});
