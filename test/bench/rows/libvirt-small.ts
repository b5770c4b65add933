import {isInstalled} from '../../labs/find-command.ts';
import {batchRun} from '../batch-run.ts';
import type {BenchWorld, Figure, Row} from '../figure.ts';
import {withBenchDaemon} from '../libvirt-bench-daemon.ts';
import {virshCost} from '../virsh-cost.ts';

const domains = 4;

const measure = ({domtop, cache, quick}: BenchWorld): Promise<readonly Figure[]> =>
	withBenchDaemon(domains, async ({uri}) => {
		const refreshes = quick ? 50 : 200;
		const {cpu} = await batchRun([...domtop, '-c', uri, '-d', '0.1', '--json'], 1, 20, refreshes, cache);
		const peer = isInstalled('virsh', process.env)
			? {name: 'virsh domstats', value: await virshCost(uri, refreshes * 5, cache)}
			: undefined;
		return [{what: 'JSON, CPU a refresh', unit: 'ms', value: cpu, peer, aim: {ratio: 1.5}}];
	});

/** A small host over libvirt's protocol. */
export const libvirtSmall: Row = {
	name: 'libvirt-small',
	about: `${domains} domains × 4 disks over libvirt's protocol`,
	measure,
};
