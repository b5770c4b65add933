import type {CounterTexts} from '../../source/model/counters.ts';
import type {Origins} from '../../source/model/sample.ts';
import {
	counterFieldEntries,
	counterFields,
	type FieldGroup,
	type FieldName,
} from './mapping/counter-fields.ts';
import {type HypervisorKind, hypervisorKind} from './mapping/hypervisor-kind.ts';

type DiskOrigins = CounterTexts<'disk'>;

const bulkCall = 'of virConnectGetAllDomainStats';
const flagsCall = 'of virDomainBlockStatsFlags';

/** @param names the counters of the group that libvirt reports. Undefined: all of them */
const originsOf = <Group extends FieldGroup>(
	group: Group,
	name: 'bulk' | 'single',
	prefix: string,
	call: string,
	names?: readonly FieldName<Group>[],
): CounterTexts<Group> =>
	Object.fromEntries(
		counterFieldEntries(group)
			.filter(([counter]) => names?.includes(counter) ?? true)
			.map(([counter, field]) => [counter, `${prefix}${field[name]} ${call}`]),
	) as CounterTexts<Group>;

const bulkDisk = (names?: readonly FieldName<'disk'>[]): DiskOrigins => {
	const {errors: neverSent, ...sent} = originsOf('disk', 'bulk', 'block.N.', bulkCall, names);
	return sent;
};

const diskOrigins = (kind: HypervisorKind): DiskOrigins => {
	switch (kind) {
		case 'qemu': {
			return bulkDisk();
		}

		case 'vz': {
			return bulkDisk(['readBytes', 'writeBytes', 'readRequests', 'writeRequests']);
		}

		case 'test': {
			const call = 'of virDomainBlockStats';
			return {
				...originsOf('disk', 'single', '', call, ['readBytes', 'writeBytes', 'errors']),
				readRequests: `rd_req ${call}`,
				writeRequests: `wr_req ${call}`,
			};
		}

		case 'xen': {
			const {readBytes, writeBytes, errors} = counterFields.disk;
			return {
				...originsOf('disk', 'single', '', flagsCall, [
					'readBytes',
					'writeBytes',
					'readRequests',
					'writeRequests',
					'flushRequests',
				]),
				waitedRequests: `${errors.single} ${flagsCall}`,
				readSectors: `${readBytes.single} / physical-sector-size ${flagsCall}`,
				writeSectors: `${writeBytes.single} / physical-sector-size ${flagsCall}`,
			};
		}

		default: {
			return originsOf('disk', 'single', '', flagsCall);
		}
	}
};

/** The origin of each counter, for the device page, in libvirt's own names. @param hypervisor the answer to CONNECT_GET_TYPE */
export const libvirtOrigins = (hypervisor: string): Origins => {
	const kind = hypervisorKind(hypervisor);
	const isBulk = kind === 'qemu' || kind === 'vz';
	return {
		disk: diskOrigins(kind),
		nic: isBulk
			? originsOf('nic', 'bulk', 'net.N.', bulkCall)
			: originsOf('nic', 'single', '', 'of virDomainInterfaceStats'),
		...(isBulk
			? {
					vcpu: {
						cpuSeconds: `vcpu.N.time ${bulkCall}`,
						waitSeconds: `vcpu.N.delay, else vcpu.N.wait, ${bulkCall}`,
					},
				}
			: {}),
		memory: isBulk
			? `balloon.* ${bulkCall}; its period from the XML`
			: 'virDomainGetInfo, virDomainMemoryStats',
	};
};
