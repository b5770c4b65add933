import {textLimits} from '../../source/text/clean-text.ts';
import {tapdiskKinds} from './backend-path.ts';
import {type DomainReader, unknownCount} from './domain-reader.ts';
import {type GuestMemory, parseGuestMemory, parseGuestSize} from './guest-memory.ts';
import {memorySize} from './memory-size.ts';
import type {DomainPart} from './store-change.ts';
import {findDevices, type StoreDevice} from './store-devices.ts';
import type {StoreDisk, StoreDomain, StoreNic} from './store-domain.ts';

export type PartReading = Omit<Partial<StoreDomain>, 'id' | 'trouble'>;

/** The moment at which a part is read. */
export type PartMoment = {
	/** Monotonic second. */
	readonly at: number;
	/** The last reading of the part. Undefined: the part was written since, or never read. */
	readonly same?: PartReading | undefined;
	/** The part was never read before. */
	readonly isFirst?: true | undefined;
};

export type PartReader = (reader: DomainReader, id: number, moment: PartMoment) => Promise<PartReading>;

const folder = (id: number): string => `/local/domain/${id}`;

/** `/vm/<uuid>`; a second incarnation of one uuid (a migration within the host) has `-1` and so on after it. */
const uuidOf = (vm: string | undefined): string | undefined =>
	/^\/vm\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:-\d+)?$/i.exec(vm ?? '')?.[1]?.toLowerCase();

const readName: PartReader = async (reader, id) => {
	const [name, vm] = await Promise.all([reader.text(`${folder(id)}/name`), reader.text(`${folder(id)}/vm`)]);
	return {name, uuid: uuidOf(vm)};
};

const readMemory: PartReader = async (reader, id) => {
	const [targetKiB, maximumKiB] = await Promise.all([
		reader.count(`${folder(id)}/memory/target`),
		reader.count(`${folder(id)}/memory/static-max`),
	]);
	return {targetKiB, maximumKiB: memorySize(maximumKiB)};
};

/** A size in KiB: a value of /proc/meminfo, or bytes shifted by ten. */
const readSize = async (reader: DomainReader, path: string): Promise<number | undefined> => {
	const text = await reader.raw(path);
	if (text === undefined || text === unknownCount) {
		return undefined;
	}

	const size = parseGuestSize(text);
	if (size === undefined) {
		reader.complain(path, 'is no size');
	}

	return size;
};

/**
Reads what XenServer's agents write. The agents of Linux and XCP-ng write the total long before the free size, the agent
of Windows writes both at once.
*/
const readServerAgent = async (reader: DomainReader, id: number): Promise<GuestMemory> => {
	const free = `${folder(id)}/data/meminfo_free`;
	const [totalKiB, freeKiB] = await Promise.all([
		readSize(reader, `${folder(id)}/data/meminfo_total`),
		readSize(reader, free),
	]);
	if (totalKiB !== undefined && freeKiB !== undefined && freeKiB > totalKiB) {
		reader.complain(free, 'is more than data/meminfo_total');
		return {};
	}

	return {totalKiB, freeKiB};
};

const readQubesAgent = async (reader: DomainReader, id: number): Promise<GuestMemory> => {
	const path = `${folder(id)}/memory/meminfo`;
	const text = await reader.raw(path);
	const memory = text === undefined ? {} : parseGuestMemory(text);
	if (memory === undefined) {
		reader.complain(path, 'makes no sense');
	}

	return memory ?? {};
};

const memoryKeys = ['totalKiB', 'freeKiB', 'usableKiB', 'cachesKiB', 'usedKiB'] as const;

const readAgent: PartReader = async (reader, id, {at, same, isFirst}) => {
	const [server, qubes] = await Promise.all([readServerAgent(reader, id), readQubesAgent(reader, id)]);
	// XenServer's agent tells more exactly than Qubes' agent what is free.
	const published: GuestMemory = server.freeKiB === undefined ? {...server, ...qubes} : server;
	if (memoryKeys.every((key) => published[key] === undefined)) {
		return {memory: undefined};
	}

	const last = same?.memory;
	const isSame = last !== undefined && memoryKeys.every((key) => last[key] === published[key]);
	return {memory: isSame ? last : {...published, changedAt: at, ...(isFirst ? {isFirst} : {})}};
};

/** XenbusStateConnected of Xen's public io/xenbus.h. */
const connectedState = '4';

/** libxl writes `aio:` for an empty CD-ROM. */
const isKindAlone = (source: string): boolean => /^[a-z0-9]+:$/.test(source);

const isSectorSize = (bytes: number): boolean =>
	bytes >= 512 && bytes <= 1024 * 1024 && Number.isInteger(Math.log2(bytes));

const readDisk = async (reader: DomainReader, {devid, backend}: StoreDevice): Promise<StoreDisk> => {
	const sizePath = `${backend.path}/physical-sector-size`;
	const [size, source, name, type, state] = await Promise.all([
		reader.count(sizePath),
		reader.text(`${backend.path}/params`, textLimits.path),
		reader.text(`${backend.path}/dev`),
		reader.text(`${backend.path}/type`),
		tapdiskKinds.has(backend.kind) ? reader.text(`${backend.path}/state`) : undefined,
	]);
	const isSize = size !== undefined && isSectorSize(size);
	if (size !== undefined && !isSize) {
		reader.complain(sizePath, 'is no size of a sector');
	}

	return {
		devid,
		backend: backend.kind === 'vbd' && type === 'tap' ? 'tap' : backend.kind,
		backendDomain: backend.domain,
		name,
		source: source !== undefined && isKindAlone(source) ? undefined : source,
		connected: state === undefined ? undefined : state === connectedState,
		physicalSectorBytes: isSize ? size : undefined,
	};
};

const readNic = async (reader: DomainReader, {devid, backend}: StoreDevice): Promise<StoreNic> => {
	const macPath = `${backend.path}/mac`;
	const [address, name] = await Promise.all([reader.text(macPath), reader.text(`${backend.path}/vifname`)]);
	const mac = address?.toLowerCase();
	const isMac = mac !== undefined && /^[\da-f]{2}(?::[\da-f]{2}){5}$/.test(mac);
	if (mac !== undefined && !isMac) {
		reader.complain(macPath, 'is no MAC address');
	}

	return {devid, backendDomain: backend.domain, mac: isMac ? mac : undefined, name};
};

/** Each reader rejects with a StoreFault, the readers of devices with a StoreRefusal too. */
export const readPart: Readonly<Record<DomainPart, PartReader>> = {
	name: readName,
	memory: readMemory,
	agent: readAgent,
	disks: async (reader, id) => ({
		disks: await Promise.all(
			(await findDevices(reader, id, 'vbd')).map((device) => readDisk(reader, device)),
		),
	}),
	nics: async (reader, id) => ({
		nics: await Promise.all((await findDevices(reader, id, 'vif')).map((device) => readNic(reader, device))),
	}),
};
