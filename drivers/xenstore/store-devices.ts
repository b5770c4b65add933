import {type BackendPath, parseBackendPath} from './backend-path.ts';
import type {DomainReader} from './domain-reader.ts';

export type StoreDevice = {readonly devid: number; readonly backend: BackendPath};

/** No domain has this many devices; of a longer folder the rest is not read. */
const deviceLimit = 1024;

const devidsOf = (reader: DomainReader, folder: string, names: readonly string[]): readonly number[] => {
	const devids = names
		.filter((name) => /^(?:0|[1-9]\d{0,9})$/.test(name))
		.map(Number)
		.sort((one, other) => one - other);
	if (devids.length > deviceLimit) {
		reader.complain(folder, `has more than ${deviceLimit} devices`);
	}

	return devids.slice(0, deviceLimit);
};

/**
Finds the devices of a domain with their backends, by devid. They come from libxl's own copy, which the guest cannot
write. Where libxl has no copy (another toolstack), they come from the guest's nodes, and only a path of the required
form is trusted. A device that is just being attached or detached is left out. Rejects with a StoreRefusal or a
StoreFault.
*/
export const findDevices = async (
	reader: DomainReader,
	domain: number,
	kind: 'vbd' | 'vif',
): Promise<readonly StoreDevice[]> => {
	const trusted = `/libxl/${domain}/device/${kind}`;
	const own = `/local/domain/${domain}/device/${kind}`;

	const backendAt = async (folder: string, devid: number): Promise<BackendPath | undefined> => {
		const path = `${folder}/${devid}/backend`;
		const text = await reader.text(path);
		const backend = text === undefined ? undefined : parseBackendPath(text, domain, devid);
		if (text !== undefined && !backend) {
			reader.complain(path, 'is no path of a backend of this device');
		}

		if (backend) {
			await reader.watch(`/local/domain/${backend.domain}/backend`);
		}

		return backend;
	};

	const namesOfOwn = async () => {
		await reader.watch(own);
		return reader.list(own);
	};

	const names = await reader.list(trusted);
	const devids = devidsOf(reader, names ? trusted : own, names ?? (await namesOfOwn()) ?? []);
	const devices = await Promise.all(
		devids.map(async (devid) => ({
			devid,
			backend: (names && (await backendAt(trusted, devid))) ?? (await backendAt(own, devid)),
		})),
	);
	return devices.flatMap(({devid, backend}) => (backend ? [{devid, backend}] : []));
};
