import {isInstalled} from '../../labs/find-command.ts';
import type {BenchWorld, Figure, Row} from '../figure.ts';
import {withBenchDaemon} from '../libvirt-bench-daemon.ts';
import {withTestDriver} from '../libvirt-test-driver.ts';
import {runEntry} from '../run-entry.ts';
import {virshCost} from '../virsh-cost.ts';

type Measured = {
	readonly cpu: number;
	/** Of the decoder alone, MB/s. */
	readonly speed: number;
};

const measure = async ({cache, quick}: BenchWorld): Promise<readonly Figure[]> => {
	const refreshes = quick ? 5 : 20;
	/** @param asks how many more virsh asks: a small answer is measured over many. */
	const figureOf = async (what: string, uri: string, asks = 1): Promise<readonly Figure[]> => {
		const {cpu, speed} = await runEntry<Measured>('libvirt-entry.ts', [uri, String(refreshes)]);
		const peer = isInstalled('virsh', process.env)
			? {name: 'virsh domstats', value: await virshCost(uri, refreshes * asks, cache)}
			: undefined;
		return [
			{what, unit: 'ms', value: cpu, peer},
			...(what.startsWith('test driver')
				? []
				: [{what: 'decoding alone', unit: 'MB/s' as const, value: speed}]),
		];
	};
	const figures = [
		...(await withBenchDaemon(1000, ({uri, bytes, parameters}) =>
			figureOf(`1000 × 4, ${parameters} parameters each, ${(bytes / 1e6).toFixed(1)} MB`, uri),
		)),
	];
	await withTestDriver(
		async (uriOf) => {
			for (const count of [100, 1000]) {
				figures.push(...(await figureOf(`test driver, ${count} domains`, uriOf(count), 20)));
			}
		},
		(reason) => console.log(`\nlibvirt's test driver is left out: ${reason}`),
	);
	return figures;
};

/** The driver of libvirt without a screen, and real daemons. */
export const libvirtDriverRow: Row = {
	name: 'libvirt-driver',
	about: 'CPU of a refresh inside one process, from the question to the rates',
	measure,
};
