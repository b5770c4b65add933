import type {DeviceRow} from '../columns/device.ts';
import {formatValue, type Kind, unknownText} from '../text/format.ts';
import {withoutDot} from '../text/without-dot.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import {sectorsDiffer} from '../usage/sector-size.ts';

/** One of the two rates of a device whose history is drawn. */
export type Series = {
	readonly label: string;
	/** The present rate. Undefined: unknown. */
	readonly value: number | undefined;
	readonly kind: Kind;
	/** `/s` or `%`. */
	readonly unit: string;
	/** Least value at the top of the graph: a whole CPU. Undefined: the graph is as high as its highest point. */
	readonly full?: number;
};

/** The rates a device page draws, as the history keeps them. */
export const deviceSeries = ({kind, row}: DeviceRow): readonly [Series, Series] => {
	const rate = (label: string, value: number | undefined): Series => ({
		label,
		value,
		kind: 'bytes',
		unit: '/s',
	});
	switch (kind) {
		case 'disk': {
			return [rate('read', row.disk?.readBytesPerSecond), rate('written', row.disk?.writeBytesPerSecond)];
		}

		case 'nic': {
			return [
				rate('received', row.nic?.receiveBytesPerSecond),
				rate('sent', row.nic?.transmitBytesPerSecond),
			];
		}

		default: {
			const share = (label: string, value: number | undefined): Series => ({
				label,
				value,
				kind: 'percent',
				unit: '%',
				full: 100,
			});
			return [share('used', row.vcpu?.cpuPercent), share('waited', row.vcpu?.waitPercent)];
		}
	}
};

type FormatRate = (value: number | undefined, as: Kind) => string;

const requestFacts = (disk: DiskUsage, format: FormatRate): readonly string[] => {
	const {untimed} = disk.disk;
	const reads = `reads ${format(disk.readRequestsPerSecond, 'perSecond')}/s`;
	const writes = `writes ${format(disk.writeRequestsPerSecond, 'perSecond')}/s`;
	const flushes = `flushes ${format(disk.flushRequestsPerSecond, 'perSecond')}/s`;
	return untimed === undefined
		? [
				`${reads} at ${format(disk.readLatencySeconds, 'latency')}`,
				`${writes} at ${format(disk.writeLatencySeconds, 'latency')}`,
				flushes,
				`queue depth ${format(disk.queueDepth, 'decimal')}`,
			]
		: [reads, writes, `no latency: ${withoutDot(untimed)}`, flushes];
};

/** The other rates of a device, in a few words each. */
export const deviceFacts = ({kind, row}: DeviceRow, ascii: boolean): readonly string[] => {
	const format: FormatRate = (value, as) =>
		value === undefined ? unknownText(ascii) : formatValue(as, value);
	const {disk, nic} = row;
	if (kind === 'disk' && disk) {
		return [
			...requestFacts(disk, format),
			...(disk.sectorBytes === undefined || sectorsDiffer(disk.disk)
				? []
				: [`a sector counts ${disk.sectorBytes} bytes`]),
		];
	}

	return kind === 'nic' && nic
		? [
				`packets received ${format(nic.receivePacketsPerSecond, 'perSecond')}/s`,
				`sent ${format(nic.transmitPacketsPerSecond, 'perSecond')}/s`,
				`errors and drops ${format(nic.faultsPerSecond, 'perSecond')}/s`,
			]
		: [];
};

/** Texts after the name of a device that say what the device is. */
export const deviceDescription = ({kind, row}: DeviceRow): readonly string[] => {
	const {disk, nic} = row;
	const texts =
		kind === 'disk'
			? [disk?.disk.source, disk?.disk.backend, disk?.disk.reason]
			: kind === 'nic'
				? [nic?.nic.mac, nic?.nic.reason]
				: [];
	return texts.filter((text) => text !== undefined);
};
