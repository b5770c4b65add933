import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {enterNamespace, openNamespace} from '../labs/libvirt/namespace.ts';
import {missingNeeds} from '../labs/libvirt/needs.ts';
import {layRoot} from '../labs/libvirt/root.ts';
import {runner} from '../labs/libvirt/virsh.ts';
import {startLibvirtd} from '../labs/libvirt/world.ts';

const domainXml = (index: number): string =>
	`<domain type='test'><name>vm-${String(index).padStart(4, '0')}</name><memory>1048576</memory><vcpu>1</vcpu>
<os><type>hvm</type></os><devices><disk type='file' device='disk'><source file='/guest/${index}.img'/><target dev='vda' bus='virtio'/></disk></devices></domain>
`;

/**
A real libvirtd whose test driver has so many domains, for as long as `use` takes.
@param use is given what makes the URI of a host of so many domains.
@param skip is told why it cannot be had here.
*/
export const withTestDriver = async (
	use: (uriOf: (count: number) => string) => Promise<void>,
	skip: (reason: string) => void,
): Promise<void> => {
	const missing = missingNeeds(process.env);
	if (missing.length > 0) {
		skip(missing.join(' '));
		return;
	}

	const folder = mkdtempSync(join(tmpdir(), 'domtop-bench-'));
	try {
		layRoot(folder);
		const {keeper, close} = await openNamespace(folder);
		try {
			await startLibvirtd(runner(enterNamespace(keeper)));
			const socket = join(folder, 'root/run/libvirt/libvirt-sock');
			await use((count) => {
				const file = join(folder, `${count}.xml`);
				const domains = Array.from({length: count}, (_, index) => domainXml(index)).join('');
				writeFileSync(file, `<node>\n${domains}</node>\n`);
				return `test+unix://${file}?socket=${socket}`;
			});
		} catch (error) {
			console.error(readFileSync(join(folder, 'root/var/log/libvirtd.log'), 'utf8').slice(-1000));
			throw error;
		} finally {
			await close();
		}
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
};
