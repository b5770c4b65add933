import {expect} from 'vitest';
import type {Stats} from '../libvirt/virsh.ts';
import {network, pluggedKiB} from './guests.ts';
import type {World} from './world.ts';

const packets = 20;

/** Sends each guest packets that it answers: it has nothing that listens there. */
const send = ({run}: World): Promise<string> => {
	const script = `for i in {1..${packets}}; do for address; do echo > /dev/udp/$address/9; done; done`;
	return run('bash', '-c', script, 'send', network.alpha.guest, network.beta.guest);
};

/** The statistic of the disk or NIC with this name. */
const statOf = (stats: Stats | undefined, device: string, statistic: string): number => {
	const name = [...(stats ?? [])].find(([key, value]) => key.endsWith('.name') && value === device)?.[0];
	return Number(stats?.get(`${name?.slice(0, -'name'.length)}${statistic}`) ?? 0);
};

/** Resolves once each paced disk was read and written, packets went both ways, each balloon has told statistics, and memory is plugged in. */
export const untilMoved = async (world: World): Promise<void> => {
	await send(world);
	const {alpha, beta, gamma} = world.guests;
	await expect
		.poll(
			async () => {
				const all = await world.virsh.stats();
				const disks = [alpha, beta, gamma].flatMap(({name, paced}) =>
					paced.flatMap((disk) => ['rd.reqs', 'wr.reqs'].map((key) => statOf(all.get(name), disk, key) > 0)),
				);
				const nics = (
					[
						[alpha, network.alpha.tap],
						[beta, network.beta.tap],
					] as const
				).flatMap(([{name}, tap]) =>
					['rx.pkts', 'tx.pkts'].map((key) => statOf(all.get(name), tap, key) > 0),
				);
				const balloons = [alpha, beta].map(
					({name}) => Number(all.get(name)?.get('balloon.last-update') ?? 0) > 0,
				);
				const xml = await world.virsh.ask('dumpxml', beta.name);
				const plugged = xml.includes(`<current unit='KiB'>${pluggedKiB}</current>`);
				return [...disks, ...nics, ...balloons, plugged].every(Boolean);
			},
			{timeout: 60_000, interval: 500},
		)
		.toBe(true);
};
