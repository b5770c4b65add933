import {createAtPlace} from '../../../source/model/collections.ts';
import {deviceLimits, excessOf} from '../../../source/model/domain-bounds.ts';
import type {Disk, DiskSum, Domain} from '../../../source/model/sample.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import {correctedXenDisk} from './corrections.ts';
import type {FieldName} from './counter-fields.ts';
import type {DiskDescription} from './description.ts';
import type {DomainInput} from './domain-input.ts';
import {reasons} from './reasons.ts';
import type {DiskFields, RecordFields} from './record-fields.ts';

const hasCounters = (disk: DiskFields): boolean =>
	disk.readRequests !== undefined ||
	disk.readBytes !== undefined ||
	disk.writeRequests !== undefined ||
	disk.writeBytes !== undefined ||
	disk.flushRequests !== undefined ||
	disk.readTimeSeconds !== undefined;

type Counted = Disk & Readonly<Record<FieldName<'disk'>, number | undefined>>;

/** Written out, as `emptyDisk` is. The type asks for every counter that libvirt has a field for. */
const withCounters = ({name, source, backend}: Disk, disk: DiskFields): Counted => ({
	name,
	source,
	backend,
	readBytes: disk.readBytes,
	writeBytes: disk.writeBytes,
	readRequests: disk.readRequests,
	writeRequests: disk.writeRequests,
	flushRequests: disk.flushRequests,
	errors: disk.errors,
	readTimeSeconds: disk.readTimeSeconds,
	writeTimeSeconds: disk.writeTimeSeconds,
	flushTimeSeconds: disk.flushTimeSeconds,
});

/** The xen driver's names of backends, by libvirt's `<driver name>`. */
const xenBackends: ReadonlyMap<string, string> = new Map([
	['phy', 'vbd'],
	['qemu', 'qdisk'],
]);

const backendOf = ({kind}: DomainInput, described: DiskDescription | undefined): string | undefined => {
	if (kind === 'qemu') {
		return 'qemu';
	}

	const backend = described?.backend;
	return backend === undefined || kind !== 'xen' ? backend : (xenBackends.get(backend) ?? backend);
};

const reasonOf = ({isRunning, gap}: DomainInput, given: string | undefined): string => {
	if (!isRunning) {
		return reasons.off;
	}

	return gap ?? (given ? cleanText(given) : reasons.noCounters);
};

const diskOf = (
	input: DomainInput,
	disk: DiskFields,
	name: string,
	described: DiskDescription | undefined,
): Disk => {
	const {kind, context, isRunning} = input;
	const source = disk.path ? cleanText(disk.path, textLimits.path) : described?.source;
	const backend = backendOf(input, described);
	if (!isRunning || !hasCounters(disk)) {
		return {name, source, backend, reason: reasonOf(input, disk.reason)};
	}

	const counted = withCounters({name, source, backend}, disk);
	return kind === 'xen' ? correctedXenDisk(counted, context.sectorBytes?.get(name)) : counted;
};

type NumberedDisk = readonly [number: number, disk: DiskFields];

/** Images below a disk have the disk's name and no counters. So have the targets of a backup or a mirror. */
const withoutImages = (disks: readonly NumberedDisk[]): readonly NumberedDisk[] => {
	if (disks.every(([, disk]) => hasCounters(disk))) {
		return disks;
	}

	const names = new Set<string>();
	return disks.filter(([, disk]) => {
		const isFirst = disk.name === undefined || !names.has(disk.name);
		if (disk.name !== undefined) {
			names.add(disk.name);
		}

		return isFirst || hasCounters(disk);
	});
};

/** The record's disks that a domain shows, in their order, with their numbers in the names of fields. */
const shownDisks = ({disks}: RecordFields): readonly NumberedDisk[] =>
	withoutImages([...disks].sort(([one], [other]) => one - other));

/** Numbers of the disks in the names of fields, in the order of the domain's disks. */
export const diskNumbers = ({fields}: DomainInput): readonly number[] =>
	shownDisks(fields)
		.slice(0, deviceLimits.disks)
		.map(([number]) => number);

/**
The total of what a domain reads and writes, where no disk of the domain shows it: in containers, and on hypervisors of which
libvirt reports nothing. A total that libvirt does not report is unknown there, not the sum of no disks.
*/
const sumOf = ({fields, context, kind, isRunning, gap}: DomainInput): DiskSum | undefined => {
	const {diskSum} = fields;
	if (isRunning && diskSum && hasCounters(diskSum)) {
		const {name: _name, source: _source, backend: _backend, ...counters} = withCounters({name: ''}, diskSum);
		return counters;
	}

	const isCounted = [...fields.disks.values()].some(hasCounters);
	const {description} = context;
	const hasNone = (description?.disks.length ?? fields.disks.size) === 0;
	const isUncounted = kind === 'lxc' || description?.isContainer || (kind === 'other' && hasNone);
	if (!isUncounted || isCounted) {
		return undefined;
	}

	const unsummed = diskSum?.reason ? cleanText(diskSum.reason) : reasons.notSummed;
	return {reason: isRunning ? (gap ?? unsummed) : reasons.off};
};

/** What `domainDisks` returns. */
type DiskParts = Pick<Domain, 'disks' | 'disksReason' | 'diskSum' | 'excess'>;

const disksOf = (input: DomainInput): Omit<DiskParts, 'diskSum'> => {
	const {fields, context, isRunning, gap} = input;
	const described = context.description?.disks;
	if (fields.diskCount === undefined && fields.disks.size === 0) {
		const reason = isRunning ? (gap ?? reasons.notReported) : reasons.off;
		return described
			? {
					disks: uniqueNames(
						described.map((disk) => ({
							name: disk.name,
							source: disk.source,
							backend: backendOf(input, disk),
							reason,
						})),
					),
				}
			: {disksReason: isRunning ? reasons.notRead : reasons.off};
	}

	const describedAt = createAtPlace(described, (other) => other.name);
	const reported = shownDisks(fields);
	return {
		...excessOf({disks: Math.max(reported.length, fields.beyond.disks)}),
		disks: uniqueNames(
			reported.slice(0, deviceLimits.disks).map(([, disk], place) => {
				const name = disk.name ? cleanText(disk.name) : `disk${place}`;
				return diskOf(input, disk, name, describedAt(name, place));
			}),
		),
	};
};

/**
The record's disks, and what libvirt counts for the whole domain. Where the record has no disks, the XML's disks are given
with the reason. Names are unique.
*/
export const domainDisks = (input: DomainInput): DiskParts => {
	const diskSum = sumOf(input);
	return {...disksOf(input), ...(diskSum ? {diskSum} : {})};
};
