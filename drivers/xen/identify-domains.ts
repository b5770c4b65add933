import type {Domain} from '../../source/model/sample.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import type {StoreDomain} from '../xenstore/store-domain.ts';
import type {HypervisorDomain} from './hypervisor/hypervisor.ts';

/** Who a domain is. */
export type DomainIdentity = Pick<Domain, 'key' | 'uuid' | 'name'>;

/** What tells it, by domid. */
export type IdentitySources = {
	readonly hypervisor: ReadonlyMap<number, HypervisorDomain> | undefined;
	readonly stored: ReadonlyMap<number, StoreDomain>;
	/** The domains of the sample before. */
	readonly before: ReadonlyMap<number, DomainIdentity>;
	/** As `rememberedNames` has them. */
	readonly names: ReadonlyMap<string, string>;
};

/** The one domain of dom0 has the nil uuid in libvirt too; a guest without one is known by its domid. */
const nilUuid = '00000000-0000-0000-0000-000000000000';

const uuidOf = (id: number, {hypervisor, stored, before}: IdentitySources): string | undefined => {
	const known = hypervisor?.get(id);
	const remembered = known ? undefined : before.get(id)?.uuid;
	return known?.uuid ?? stored.get(id)?.uuid ?? remembered ?? (id === 0 ? nilUuid : undefined);
};

/** What a domain is called that nobody names. */
const numbered = (id: number): string => `domain-${id}`;

/**
xenstore forgets a domain before the hypervisor does: while it dies it keeps the name that it had. A guest that rebooted
has another domid and its uuid, and xenstore may be late with its name: it has its former self's till then, though that
was gone for a while.
*/
const nameOf = (
	id: number,
	uuid: string | undefined,
	{hypervisor, stored, before, names}: IdentitySources,
): string => {
	const last = before.get(id);
	const former = (): string | undefined => (uuid === undefined ? undefined : names.get(uuid));
	return (
		stored.get(id)?.name ||
		cleanText(hypervisor?.get(id)?.name ?? '') ||
		(last?.uuid === uuid ? last?.name : former()) ||
		(id === 0 ? 'Domain-0' : numbered(id))
	);
};

/**
Who each of these domids is. Two may have one uuid at once: a guest that rebooted while its former self still dies, or
both ends of a migration on one host. The oldest that is not dying has the uuid as its key, and so the row; the other is
known by its domid.
@param ids ascending.
*/
export const identifyDomains = (
	ids: readonly number[],
	sources: IdentitySources,
): ReadonlyMap<number, DomainIdentity> => {
	const uuids = new Map(ids.map((id) => [id, uuidOf(id, sources)]));
	const isDying = (id: number): boolean => sources.hypervisor?.get(id)?.state === 'dying';
	const owners = new Map<string, number>();
	for (const id of [...ids.filter((one) => !isDying(one)), ...ids.filter(isDying)]) {
		const uuid = uuids.get(id);
		if (uuid !== undefined && !owners.has(uuid)) {
			owners.set(uuid, id);
		}
	}

	return new Map(
		ids.map((id) => {
			const uuid = uuids.get(id);
			const isOwner = uuid !== undefined && owners.get(uuid) === id;
			return [id, {key: isOwner ? uuid : numbered(id), uuid, name: nameOf(id, uuid, sources)}];
		}),
	);
};

/** Domains that are gone whose names are remembered. */
const goneLimit = 1024;

/** The names that domains had last, by uuid: of those that are there, and of the last that went. */
export const rememberedNames = (
	before: ReadonlyMap<string, string>,
	identities: ReadonlyMap<number, DomainIdentity>,
): ReadonlyMap<string, string> => {
	// Of two with one uuid the first has it.
	const present = new Map(
		[...identities]
			.reverse()
			.flatMap(([id, {uuid, name}]) => (uuid === undefined || name === numbered(id) ? [] : [[uuid, name]])),
	);
	const gone = [...before].filter(([uuid]) => !present.has(uuid)).slice(-goneLimit);
	return new Map([...gone, ...present]);
};
