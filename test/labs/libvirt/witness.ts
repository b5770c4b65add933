import type {LabGuest} from '../rows.ts';
import type {Stats} from './virsh.ts';

/** What virsh says of a domain, in the words of domtop's JSON Lines. Undefined: virsh does not say it. */
export type Witnessed = Readonly<Record<string, unknown>>;

/** virDomainState. */
const states = ['unknown', 'running', 'idle', 'paused', 'shutdown', 'shutoff', 'crashed', 'suspended'];

/** Seconds as in JSON Lines: without digits that are only rounding errors. */
export const seconds = (nanoseconds: number | undefined): number | undefined =>
	nanoseconds === undefined ? undefined : Number((nanoseconds / 1e9).toPrecision(12));

const known = (fields: Readonly<Record<string, unknown>>): Witnessed =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const numberOf =
	(stats: Stats) =>
	(name: string): number | undefined => {
		const value = stats.get(name);
		return value === undefined ? undefined : Number(value);
	};

/** The parameters `kind.0.`, `kind.1.`, … that have a name: the numbers may have holes. */
const devices = (stats: Stats, kind: 'block' | 'net'): readonly string[] =>
	Array.from({length: Number(stats.get(`${kind}.count`) ?? 0)}, (_, index) => `${kind}.${index}.`).filter(
		(prefix) => stats.has(`${prefix}name`),
	);

export const witnessedDisks = (stats: Stats): readonly Witnessed[] => {
	const read = numberOf(stats);
	return devices(stats, 'block').map((prefix) =>
		known({
			name: stats.get(`${prefix}name`),
			source: stats.get(`${prefix}path`),
			readBytes: read(`${prefix}rd.bytes`),
			readRequests: read(`${prefix}rd.reqs`),
			readTimeSeconds: seconds(read(`${prefix}rd.times`)),
			writeBytes: read(`${prefix}wr.bytes`),
			writeRequests: read(`${prefix}wr.reqs`),
			writeTimeSeconds: seconds(read(`${prefix}wr.times`)),
			flushRequests: read(`${prefix}fl.reqs`),
			flushTimeSeconds: seconds(read(`${prefix}fl.times`)),
		}),
	);
};

export const witnessedNics = (stats: Stats): readonly Witnessed[] => {
	const read = numberOf(stats);
	return devices(stats, 'net').map((prefix) =>
		known({
			name: stats.get(`${prefix}name`),
			receiveBytes: read(`${prefix}rx.bytes`),
			receivePackets: read(`${prefix}rx.pkts`),
			receiveErrors: read(`${prefix}rx.errs`),
			receiveDrops: read(`${prefix}rx.drop`),
			transmitBytes: read(`${prefix}tx.bytes`),
			transmitPackets: read(`${prefix}tx.pkts`),
			transmitErrors: read(`${prefix}tx.errs`),
			transmitDrops: read(`${prefix}tx.drop`),
		}),
	);
};

export const witnessedVcpus = (stats: Stats): readonly Witnessed[] => {
	const read = numberOf(stats);
	return Array.from({length: read('vcpu.maximum') ?? 0}, (_, index) => index)
		.filter((index) => stats.has(`vcpu.${index}.state`))
		.map((index) => known({index, cpuSeconds: seconds(read(`vcpu.${index}.time`))}));
};

/** The balloon's statistics and the memory of the emulator, by the names of virsh dommemstat. */
export const witnessedTags = (stats: Stats): ReadonlyMap<string, number> =>
	new Map(
		[...stats]
			.filter(([name]) => name.startsWith('balloon.') && !/\.(?:current|maximum)$/.test(name))
			.map(([name, value]) => [name.replace('balloon.', '').replace('-', '_'), Number(value)]),
	);

/** All that stands still while a guest is suspended, so without processor time and the emulator's own memory. */
export const witnessed = ({name, uuid}: LabGuest, stats: Stats): Witnessed => {
	const read = numberOf(stats);
	return known({
		name,
		uuid,
		state: states[read('state.state') ?? 0],
		vcpuCount: read('vcpu.current'),
		currentKiB: read('balloon.current'),
		maximumKiB: read('balloon.maximum'),
	});
};
