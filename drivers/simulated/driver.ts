import type {Driver} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {openSimulatedConnection} from './connection.ts';
import {domainPlan} from './domain-outline.ts';
import {fleetBounds, fleetHost} from './fleet-host.ts';
import type {HostPlan} from './host-plan.ts';
import {oddDomains} from './odd-domains.ts';
import {workingDomains} from './working-domains.ts';

/** `test:///default`: a host at work, with each oddity a host can have. */
export const defaultHost = (): HostPlan => ({
	id: 'simulated',
	cpus: 16,
	memoryKiB: 64 * 1024 * 1024,
	domains: [...workingDomains, ...oddDomains].map(domainPlan),
});

/** @returns undefined where no simulated host has this path. */
const hostOf = (path: string): HostPlan | undefined => {
	if (path === '/default') {
		return defaultHost();
	}

	const [, domains = 0, disks = 0] = (/^\/(\d{1,5})x(\d{1,2})$/.exec(path) ?? []).map(Number);
	return domains >= 1 && domains <= fleetBounds.domains && disks <= fleetBounds.disks
		? fleetHost(domains, disks)
		: undefined;
};

/** A small host inside the process, for a first look, for tests and for benches. `detect` never finds it: ask for it. */
export const simulatedDriver: Driver = {
	name: 'simulated',
	simulated: true,
	schemes: ['test'],
	detect: async () => [],
	connect: async (address, options) => {
		options.onStatus({state: 'connecting', message: 'Making up a host.'});
		const host = hostOf(address.path);
		if (host === undefined) {
			throw new DriverError(
				`There is no simulated host at ${cleanText(address.uri)}.`,
				`Write test:///default, or test:///1000x4 for 1000 domains with 4 disks each (at most ${fleetBounds.domains}x${fleetBounds.disks}).`,
			);
		}

		options.onStatus({state: 'reading', message: 'Everything here is made up, not this machine.'});
		return openSimulatedConnection(host, options);
	},
};
