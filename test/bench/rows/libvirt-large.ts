import {isInstalled} from '../../labs/find-command.ts';
import {batchRun} from '../batch-run.ts';
import type {BenchWorld, Figure, Row} from '../figure.ts';
import {garbageOf} from '../garbage.ts';
import {withBenchDaemon} from '../libvirt-bench-daemon.ts';
import {screenCost} from '../screen-cost.ts';
import {median} from '../table.ts';
import {virshCost} from '../virsh-cost.ts';

const domains = 1000;
const delay = 1;
/** Refreshes until the XML of all domains is read, 24 a refresh: from then on every refresh does the same work. */
const settling = 45;

const measure = ({domtop, cache, quick}: BenchWorld): Promise<readonly Figure[]> =>
	withBenchDaemon(domains, async ({uri}) => {
		const command = [...domtop, '-c', uri, '-d', String(delay)];
		const refreshes = quick ? 4 : 15;
		const settle = quick ? 3 : settling;
		const batch = (format: string, lines: number) =>
			batchRun([...command, format], lines, settle, refreshes, cache);
		const virsh = async (): Promise<number> =>
			isInstalled('virsh', process.env) ? await virshCost(uri, refreshes, cache) : Number.NaN;
		// Each between two runs of virsh, whose median is the peer of all.
		const theirs = [await virsh()];
		const shown = await screenCost(command, /vm-0+/, delay, refreshes * delay, cache, settle * delay);
		theirs.push(await virsh());
		const csv = await batch('--csv', domains);
		theirs.push(await virsh());
		const json = await batch('--json', 1);
		theirs.push(await virsh());
		const value = median(theirs);
		const peer = Number.isNaN(value) ? undefined : {name: 'virsh domstats', value};
		const garbage = await garbageOf(command, /vm-0+/, refreshes * delay, cache, settle * delay);
		return [
			{
				what: 'screen 120×40, CPU a refresh',
				unit: 'ms',
				value: shown.cpu,
				peer,
				aim: {most: 35, ratio: 0.3},
			},
			{what: 'CSV, CPU a refresh', unit: 'ms', value: csv.cpu, peer, aim: {ratio: 0.5}},
			{what: 'JSON, CPU a refresh', unit: 'ms', value: json.cpu, peer, aim: {ratio: 0.8}},
			{what: 'screen, garbage a refresh', unit: 'MB', value: garbage * delay, aim: {most: 3}},
			{what: 'screen, peak resident', unit: 'MB', value: shown.peak, aim: {most: 120}},
			{what: 'JSON, peak resident', unit: 'MB', value: json.peak, aim: {most: 140}},
		];
	});

/** The whole program over libvirt's protocol, beside one virsh that asks the same daemon. */
export const libvirtLarge: Row = {
	name: 'libvirt',
	about: `${domains} domains × 4 disks over libvirt's protocol, a refresh a second`,
	measure,
};
