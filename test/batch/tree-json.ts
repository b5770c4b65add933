import {type Column, type Noun, type Row, rawContext} from '../../source/columns/column.ts';
import {columns} from '../../source/columns/columns.ts';
import {counterValue} from '../../source/columns/counter-column.ts';
import {exportedStatsAge, statsAgeAtLeast} from '../../source/columns/memory-columns.ts';
import {counterNames, counters} from '../../source/model/counters.ts';
import type {DiskUsage} from '../../source/usage/disk-usage.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import type {NicUsage} from '../../source/usage/nic-usage.ts';
import type {HostUsage, Usage} from '../../source/usage/usage.ts';
import type {VcpuUsage} from '../../source/usage/vcpu-usage.ts';

/** The part of a column that a field of JSON needs. */
type Field = Pick<Column, 'raw' | 'value'>;

/** The columns of a noun, without the statistics of memory: `stats` has them together. */
const fieldsOf = (noun: Noun, all: readonly Column[]): readonly Field[] =>
	all.filter((column) => column.noun === noun && !(column.raw in counters.memory));

/** The columns of a device, then its counters that have no column. */
const deviceFields = <Group extends 'vcpu' | 'disk' | 'nic'>(
	group: Group,
	all: readonly Column[],
): readonly Field[] => {
	const columned = fieldsOf(group, all);
	const others = counterNames(group).filter((name) => columned.every(({raw}) => raw !== name));
	return [...columned, ...others.map((name) => ({raw: String(name), value: counterValue[group](name)}))];
};

/** Takes away digits that only the computer's arithmetic made. A number that is not finite is unknown, and so undefined. */
const rounded = (value: number | string | undefined): number | string | undefined => {
	if (typeof value !== 'number' || Number.isInteger(value)) {
		return value;
	}

	return Number.isFinite(value) ? Number(value.toPrecision(12)) : undefined;
};

const fields = (list: readonly Field[], row: Row): Record<string, unknown> =>
	Object.fromEntries(list.map((column) => [column.raw, rounded(column.value(row, rawContext))]));

const objectOf = {
	domain: fieldsOf('domain', columns.domains),
	memory: fieldsOf('memory', columns.memory),
	vcpu: deviceFields('vcpu', columns.cpu),
	disk: deviceFields('disk', columns.disks),
	nic: deviceFields('nic', columns.nics),
};

const domainObject = (usage: DomainUsage): Record<string, unknown> => {
	const {domain} = usage;
	const row: Row = {key: usage.rowKey, usage, hostName: undefined, hostCpus: undefined};
	return {
		key: domain.key,
		...fields(objectOf.domain, row),
		unproven: usage.isUnproven,
		interval: rounded(usage.interval),
		busy: usage.busy && {reason: usage.busy.reason, seconds: rounded(usage.busy.seconds)},
		vcpus: usage.vcpus?.map((vcpu: VcpuUsage) => fields(objectOf.vcpu, {...row, vcpu})),
		vcpusReason: domain.vcpusReason,
		memory: {
			...fields(objectOf.memory, row),
			statsAge: rounded(exportedStatsAge(usage)),
			statsAgeAtLeast: statsAgeAtLeast(usage) === undefined ? undefined : true,
			stats: domain.memory.stats?.map(({tag, value}) => ({tag, value: rounded(value)})),
			reason: domain.memory.reason,
			periodRefusal: domain.memory.periodRefusal,
		},
		disks: usage.disks?.map((disk: DiskUsage) => ({
			...fields(objectOf.disk, {...row, disk}),
			interval: rounded(disk.interval),
		})),
		disksReason: domain.disksReason,
		diskSum: domain.diskSum,
		nics: usage.nics?.map((nic: NicUsage) => fields(objectOf.nic, {...row, nic})),
		nicsReason: domain.nicsReason,
	};
};

const hostObject = ({host, cpuPercent}: HostUsage): Record<string, unknown> => ({
	id: host.id,
	name: host.name,
	cpus: rounded(host.cpus),
	memoryKiB: rounded(host.memoryKiB),
	memoryFreeKiB: rounded(host.memoryFreeKiB),
	cpuPercent: rounded(cpuPercent),
});

/** One refresh by `JSON.stringify` of a tree of objects: what `writeJson` is held against. */
export const treeJson = (usage: Usage): string =>
	JSON.stringify({
		time: new Date(usage.time).toISOString(),
		interval: rounded(usage.interval),
		connections: usage.connections.map(({uri, driver, status, host, unanswered, simulated}) => ({
			uri,
			driver,
			state: status.state,
			message: status.message,
			host,
			unanswered,
			simulated: simulated || undefined,
		})),
		hosts: usage.hosts.map(hostObject),
		domains: usage.domains.map(domainObject),
		problems: usage.problems.map(({uri, kind, domain, name, since, message, advice}) => ({
			uri,
			kind,
			domain,
			name,
			since: new Date(since).toISOString(),
			message,
			advice,
		})),
	});
