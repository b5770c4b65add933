import type {Reading} from '../../source/driver/reading.ts';
import {restated} from '../../source/model/restated.ts';
import type {Domain, Sample} from '../../source/model/sample.ts';
import type {Chance} from '../fuzz/chance.ts';
import {aReading, aSample} from '../helpers/sample-builder.ts';
import {goOn, type MadeGuest, madeDomain, madeGuest} from './made-guest.ts';

type Connection = {
	readonly uri: string;
	readonly driver: 'libvirt' | 'qemu' | 'xen';
	readonly host: string;
	last: Sample | undefined;
};

/** A made-up world: what each of its connections reads at each refresh, by chance. */
export type MadeWorld = {readonly refresh: (at: number) => readonly Reading[]};

/** QEMU's driver finds processes, which may be those that libvirt lists. */
const asProcess = (chance: Chance, domain: Domain): Domain =>
	restated(domain, {
		key: chance.happens(0.5) ? domain.key : (domain.uuid ?? domain.name),
		process: {
			pid: chance.happens(0.9) ? 1000 + domain.key.length + Number(domain.incarnation) : undefined,
			isTrusted: chance.happens(0.7),
			isOfLibvirt: chance.pick([true, false, 'just now'] as const),
		},
	});

const seenBy = (chance: Chance, {driver}: Connection, domain: Domain): Domain => {
	switch (driver) {
		case 'qemu': {
			return asProcess(chance, domain);
		}

		case 'libvirt': {
			return chance.happens(0.5) ? restated(domain, {pids: [1000 + domain.key.length + 1]}) : domain;
		}

		default: {
			return domain;
		}
	}
};

/** What is said of a reading that is told again, with the same `at`. */
const toldAgain = (chance: Chance, domain: Domain): Domain =>
	chance.pick([
		domain,
		restated(domain, {}),
		restated(domain, {state: 'shutoff'}),
		restated(domain, {vcpus: undefined}),
		restated(domain, {vcpus: domain.vcpus ?? [{index: 0, cpuSeconds: 5}]}),
		restated(domain, {cpuRate: undefined, disks: domain.disks?.toReversed()}),
	]);

export const madeWorld = (chance: Chance): MadeWorld => {
	const hosts = ['host-1', 'host-2'].slice(chance.below(2));
	const guests = new Map(
		hosts.map((host) => [
			host,
			Array.from({length: chance.below(4)}, (_, number) => madeGuest(chance, number)),
		]),
	);
	const calm = chance.happens(0.3);
	const drivers = calm ? (['libvirt', 'xen'] as const) : (['libvirt', 'qemu', 'xen'] as const);
	const connections = Array.from({length: 1 + chance.below(3)}, (_, number): Connection => {
		const driver = chance.pick(drivers);
		return {uri: `${driver}-${number}:`, driver, host: chance.pick(hosts), last: undefined};
	});
	const vcpus = chance.pick([0, 0.5, 1]);

	const sampleOf = (connection: Connection, at: number, own: readonly MadeGuest[]): Sample => {
		const {last} = connection;
		const before = new Map(last?.domains.map((domain) => [domain.key, domain]));
		const seen = own
			.filter(() => calm || chance.happens(0.95))
			.map((guest) => {
				const told = before.get(guest.key);
				return told && chance.happens(0.1)
					? toldAgain(chance, told)
					: seenBy(chance, connection, madeDomain(chance, guest, at, chance.happens(vcpus)));
			});
		return aSample(calm || chance.happens(0.95) ? seen : seen.toReversed(), {
			host: {id: connection.host, at},
		});
	};

	return {
		refresh(at) {
			for (const guest of [...guests.values()].flat()) {
				goOn(chance, guest);
			}

			return connections.map((connection) => {
				const isLost = chance.happens(calm ? 0.02 : 0.1);
				if (!isLost && chance.happens(0.95)) {
					connection.last = sampleOf(
						connection,
						at - chance.pick([0, 0.125]),
						guests.get(connection.host) ?? [],
					);
				}

				return aReading(connection.last, {
					uri: connection.uri,
					driver: connection.driver,
					status: {state: isLost ? 'lost' : 'reading', message: ''},
				});
			});
		},
	};
};
