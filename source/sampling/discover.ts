import type {Address, DefaultAddress} from '../driver/address.ts';
import type {Driver, DriverOptions} from '../driver/driver.ts';
import {DriverError} from '../driver/driver-error.ts';
import {UsageError} from '../driver/usage-error.ts';
import type {Sampler} from './sampler.ts';
import type {Endpoint} from './supervisor.ts';

/** libvirt alone has dozens: those with a transport are named by it. */
const knownSchemes = (drivers: readonly Driver[]): string => {
	const all = drivers.flatMap(({schemes}) => schemes);
	const plain = all.filter((scheme) => !scheme.includes('+')).map((scheme) => `${scheme}:`);
	const transports = new Set(all.flatMap((scheme) => /\+.*$/.exec(scheme)?.[0] ?? []));
	return [...plain, ...(transports.size === 0 ? [] : [`some with ${[...transports].join(' or ')}`])].join(
		', ',
	);
};

/** The same place over SSH, where a driver can reach it so: without a port and a query, which are another transport's. */
const overSsh = (drivers: readonly Driver[], {scheme, uri, host, path}: Address): string | undefined => {
	const [base, transport] = scheme.split('+');
	const ssh = `${base}+ssh`;
	if (transport === undefined || !drivers.some(({schemes}) => schemes.includes(ssh))) {
		return undefined;
	}

	const [, authority = '', shownPath = ''] = /^[^/]*\/\/([^/?]*)([^?]*)/.exec(uri) ?? [];
	const place = host === undefined ? 'host' : authority.replace(/:\d+$/, '');
	return `${ssh}://${place}${path === '' ? '/system' : shownPath}`;
};

/**
The drivers of the addresses a person gave, in the order of precedence; an address given twice counts once.
@throws UsageError where no driver knows the scheme.
*/
export const endpointsOf = (
	drivers: readonly Driver[],
	addresses: readonly Address[],
): readonly Endpoint[] => {
	for (const address of addresses) {
		const {scheme, uri} = address;
		if (!drivers.some((driver) => driver.schemes.includes(scheme))) {
			const ssh = overSsh(drivers, address);
			if (ssh !== undefined) {
				throw new UsageError(
					`-c ${uri}: domtop speaks to libvirt only over unix sockets and SSH. Write ${ssh}.`,
				);
			}

			throw new UsageError(`-c ${uri}: domtop does not know ${scheme}:. It knows ${knownSchemes(drivers)}.`);
		}
	}

	const unique = [...new Map(addresses.map((address) => [address.uri, address])).values()];
	return drivers.flatMap((driver) =>
		unique.filter(({scheme}) => driver.schemes.includes(scheme)).map((address) => ({driver, address})),
	);
};

/** Every driver whose hypervisor is present here; one that fails to tell is not. */
export const presentEndpoints = async (
	drivers: readonly Driver[],
	options: DriverOptions,
): Promise<readonly Endpoint[]> => {
	const found = await Promise.all(
		drivers.map(async (driver) => {
			const addresses = await driver.detect(options).catch(() => []);
			return addresses.map((address) => ({driver, address}));
		}),
	);
	return found.flat();
};

/** Seconds between two looks for a real hypervisor while a made-up host stands in. */
const lookAgain = 10;

/** The default address beside what was found, unless it is that; or why it is not asked, as a sentence. */
const withPreset = (
	drivers: readonly Driver[],
	found: readonly Endpoint[],
	{address, origin}: DefaultAddress,
	options: DriverOptions,
): Pick<Start, 'endpoints' | 'note' | 'said'> => {
	const endpointOf = ({driver, address: one}: Endpoint): string => driver.endpoint?.(one, options) ?? one.uri;
	try {
		const endpoints = new Set(found.map(endpointOf));
		const reached = endpointsOf(drivers, [address]);
		if (reached.some(({driver}) => driver.name !== 'libvirt')) {
			throw new UsageError(`-c ${address.uri}: it is no address of libvirt's. Give it with -c.`);
		}

		const more = reached.filter((endpoint) => !endpoints.has(endpointOf(endpoint)));
		const order = (endpoint: Endpoint): number => drivers.indexOf(endpoint.driver);
		return {
			endpoints: [...found, ...more].sort((one, other) => order(one) - order(other)),
			...(more.length === 0 ? {} : {said: `${origin}: ${address.uri} is asked too.`}),
		};
	} catch (error) {
		if (!(error instanceof UsageError)) {
			throw error;
		}

		return {endpoints: found, note: `${origin} is not used: ${error.message.replace(/^-c /, '')}`};
	}
};

export type Start = {
	readonly endpoints: readonly Endpoint[];
	/** Why the default address is not asked; absent: it is, or there is none. */
	readonly note?: string;
	/** That it is asked; absent: it is not, or would be anyway. */
	readonly said?: string;
	/** Replaces a made-up host as soon as a real hypervisor is there; ends by the signal, at once where none stands in. */
	readonly watch: (sampler: Sampler, signal: AbortSignal) => Promise<void>;
};

/**
Where to begin: what was asked for, else what is present and the default address beside it, else, where a person looks, a
made-up host.
@param preset where virsh goes by itself; absent: nothing says so.
@throws UsageError for a scheme that no driver knows, DriverError where nothing is present and nothing may stand in.
*/
export const startingEndpoints = async (
	drivers: readonly Driver[],
	asked: readonly Address[],
	options: DriverOptions,
	mayPretend: boolean,
	preset?: DefaultAddress,
): Promise<Start> => {
	const found = asked.length > 0 ? endpointsOf(drivers, asked) : await presentEndpoints(drivers, options);
	const {endpoints, ...told} =
		preset && asked.length === 0 ? withPreset(drivers, found, preset, options) : {endpoints: found};
	if (endpoints.length > 0) {
		return {endpoints, ...told, watch: async () => {}};
	}

	const driver = drivers.find(({simulated}) => simulated);
	const address: Address = {uri: 'test:///default', scheme: 'test', path: '/default', query: new Map()};
	if (!mayPretend || !driver) {
		throw new DriverError(
			'No hypervisor was found on this machine.',
			'Say where to look with -c, such as -c qmp:///run/vm.sock or -c qemu+ssh://host/system; -c test: shows a made-up host.',
		);
	}

	return {
		...told,
		endpoints: [{driver, address}],
		async watch(sampler, signal) {
			while (!signal.aborted) {
				await options.clock.sleep(lookAgain, signal);
				const present = signal.aborted ? [] : await presentEndpoints(drivers, options);
				if (present.length > 0) {
					await sampler.retarget(present);
					return;
				}
			}
		},
	};
};
