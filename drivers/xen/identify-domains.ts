import type {Domain} from '../../source/model/sample.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import type {StoreDomain} from '../xenstore/store-domain.ts';
import type {HypervisorDomain} from './hypervisor/hypervisor.ts';

/** The identity of a domain. */
export type DomainIdentity = Pick<Domain, 'key' | 'uuid' | 'name'>;

/** The sources of identities, by domid. */
export type IdentitySources = {
	readonly hypervisor: ReadonlyMap<number, HypervisorDomain> | undefined;
	readonly stored: ReadonlyMap<number, StoreDomain>;
	/** The domains of the sample before. */
	readonly before: ReadonlyMap<number, DomainIdentity>;
	/** Last names by uuid, from `rememberedNames`. */
	readonly names: ReadonlyMap<string, string>;
};

/** Domain-0 has the nil uuid in libvirt too; any other domain without a uuid is known by its domid. */
const nilUuid = '00000000-0000-0000-0000-000000000000';

const uuidOf = (id: number, {hypervisor, stored, before}: IdentitySources): string | undefined => {
	const known = hypervisor?.get(id);
	const remembered = known ? undefined : before.get(id)?.uuid;
	return known?.uuid ?? stored.get(id)?.uuid ?? remembered ?? (id === 0 ? nilUuid : undefined);
};

/** The name of a domain that no source names. */
const numbered = (id: number): string => `domain-${id}`;

/**
xenstore forgets a domain before the hypervisor does, so a dying domain keeps its last name. A rebooted domain has a new
domid and the same uuid, and xenstore may be late with its name. Until then the domain has the name of its former
incarnation, even if that incarnation was gone for a while.
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
The identity of each domid. Two domains may have one uuid at once: a rebooted domain while its former incarnation still
dies, or both ends of a migration on one host. The oldest domain that is not dying has the uuid as its key, and so the
row; the other domain is known by its domid.
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

/** Limit of domains that are gone and whose names are remembered. */
const goneLimit = 1024;

/** The last names of domains, by uuid: of present domains, and of the domains that went last. */
export const rememberedNames = (
	before: ReadonlyMap<string, string>,
	identities: ReadonlyMap<number, DomainIdentity>,
): ReadonlyMap<string, string> => {
	// The first of two domains with one uuid has the name.
	const present = new Map(
		[...identities]
			.reverse()
			.flatMap(([id, {uuid, name}]) => (uuid === undefined || name === numbered(id) ? [] : [[uuid, name]])),
	);
	const gone = [...before].filter(([uuid]) => !present.has(uuid)).slice(-goneLimit);
	return new Map([...gone, ...present]);
};
