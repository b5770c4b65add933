import type {Row} from '../columns/column.ts';
import {formatBytes} from '../text/format.ts';
import {highest} from '../text/graph.ts';
import {sparkline} from '../text/sparkline.ts';
import type {History} from '../usage/history.ts';
import type {SectorChoice} from '../usage/sector-size.ts';
import type {TableScene} from './table-scene.ts';

/** The sparklines of the rows on the screen. */
export type Sparks = {
	readonly widths: TableScene['sparks'];
	readonly history: History;
	readonly sectors: SectorChoice;
	/** Bytes per second at the highest mark of the disk sparklines, the same for all rows. */
	readonly most: number;
};

/** The sparklines of the visible rows. Undefined: there is no room for sparklines. */
export const sparksFor = (
	widths: TableScene['sparks'],
	history: History,
	visible: readonly Row[],
	sectors: SectorChoice,
): Sparks | undefined => {
	if (widths.cpu === 0) {
		return undefined;
	}

	const most = visible.map(({usage}) => highest(history.disk(usage.rowKey, sectors), widths.disk));
	return {widths, history, sectors, most: widths.disk === 0 ? 0 : Math.max(0, ...most)};
};

/** Headings that say what the highest mark stands for. */
export const sparkHeader = ({widths, most}: Sparks): string => {
	const cpu = 'CPU of own vCPUs'.padStart(widths.cpu);
	const disk = `DISK to ${formatBytes(most)}/s`.padStart(widths.disk);
	return ` ${cpu}${widths.disk === 0 ? '' : ` ${disk}`}`;
};

export const sparkText = ({widths, history, sectors, most}: Sparks, {usage}: Row, ascii: boolean): string => {
	const {rowKey, domain} = usage;
	const cpu = sparkline(history.cpu(rowKey), widths.cpu, 100 * (domain.vcpuCount ?? 1), ascii);
	const disk = sparkline(history.disk(rowKey, sectors), widths.disk, most, ascii);
	return ` ${cpu}${widths.disk === 0 ? '' : ` ${disk}`}`;
};
