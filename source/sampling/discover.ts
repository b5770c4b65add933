import type {Address, DefaultAddress} from '../driver/address.ts';
import type {Driver, DriverOptions} from '../driver/driver.ts';
import {DriverError} from '../driver/driver-error.ts';
import {UsageError} from '../driver/usage-error.ts';
import type {Sampler} from './sampler.ts';
import type {Endpoint} from './supervisor.ts';

/** The schemes as a list for people. libvirt alone has dozens: a scheme with a transport is named by the transport only. */
const knownSchemes = (drivers: readonly Driver[]): string => {
	const all = drivers.flatMap(({schemes}) => schemes);
	const plain = all.filter((scheme) => !scheme.includes('+')).map((scheme) => `${scheme}:`);
	const transports = new Set(all.flatMap((scheme) => /\+.*$/.exec(scheme)?.[0] ?? []));
	return [...plain, ...(transports.size === 0 ? [] : [`some with ${[...transports].join(' or ')}`])].join(
		', ',
	);
};

/**
The same place over SSH, without a port and a query, since these belong to another transport. Undefined: the address names
no transport, or no driver reaches the place over SSH.
*/
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
The drivers of the addresses that a person gave, in the order of precedence. An address that is given twice counts once.
@throws UsageError if no driver knows a scheme.
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

/** The endpoints of every driver whose hypervisor is present here. A hypervisor whose detection fails is not present. */
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

/** Seconds between two searches for a real hypervisor while a made-up host stands in. */
const searchIntervalSeconds = 10;

/**
Adds the default address to the endpoints that were found, unless it leads to a found endpoint. If the default address is
not asked, `note` says why in a sentence.
*/
const withPreset = (
	drivers: readonly Driver[],
	found: readonly Endpoint[],
	{address, origin}: DefaultAddress,
	options: DriverOptions,
): Pick<Start, 'endpoints' | 'note' | 'notice'> => {
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
			...(more.length === 0 ? {} : {notice: `${origin}: ${address.uri} is asked too.`}),
		};
	} catch (error) {
		if (!(error instanceof UsageError)) {
			throw error;
		}

		return {endpoints: found, note: `${origin} is not used: ${error.message.replace(/^-c /, '')}`};
	}
};

/** The endpoints to begin with, and what to tell a person about the default address. */
export type Start = {
	readonly endpoints: readonly Endpoint[];
	/** Why the default address is not asked. Undefined: it is asked, or there is no default address. */
	readonly note?: string;
	/** Says that the default address is asked too. Undefined: it is not asked, or would be asked anyway. */
	readonly notice?: string;
	/**
	Replaces a made-up host as soon as a real hypervisor is present, and ends. The signal ends it too; where no made-up host
	stands in, it ends at once.
	*/
	readonly watch: (sampler: Sampler, signal: AbortSignal) => Promise<void>;
};

/**
Chooses the endpoints to begin with: the addresses that were asked for, else the hypervisors that are present and the
default address. If nothing is found, a made-up host stands in where a person looks.
@param mayPretend a person looks at the output, so that a made-up host may stand in.
@param preset the address that virsh uses by itself. Undefined: nothing names an address.
@throws UsageError if no driver knows a scheme.
@throws DriverError if no hypervisor is present and no made-up host may stand in.
*/
export const startingEndpoints = async (
	drivers: readonly Driver[],
	asked: readonly Address[],
	options: DriverOptions,
	mayPretend: boolean,
	preset?: DefaultAddress,
): Promise<Start> => {
	const found = asked.length > 0 ? endpointsOf(drivers, asked) : await presentEndpoints(drivers, options);
	const {endpoints, ...notes} =
		preset && asked.length === 0 ? withPreset(drivers, found, preset, options) : {endpoints: found};
	if (endpoints.length > 0) {
		return {endpoints, ...notes, watch: async () => {}};
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
		...notes,
		endpoints: [{driver, address}],
		async watch(sampler, signal) {
			while (!signal.aborted) {
				await options.clock.sleep(searchIntervalSeconds, signal);
				const present = signal.aborted ? [] : await presentEndpoints(drivers, options);
				if (present.length > 0) {
					await sampler.retarget(present);
					return;
				}
			}
		},
	};
};
