import {textWidth} from '../text/fit-text.ts';
import {flowText} from '../text/flow-text.ts';
import {formatBytes, unknownText} from '../text/format.ts';
import {wrapText} from '../text/wrap-text.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import {ratesUnder} from '../usage/disk-usage.ts';
import type {SectorChoice} from '../usage/sector-size.ts';
import {sectorSize, sectorsDiffer} from '../usage/sector-size.ts';

/**
Both figures of a disk whose bytes depend on the size of a sector, and why the figures differ; no lines for other disks.
@param brief there is room for one line of the reason.
*/
export const sectorLines = (
	usage: DiskUsage | undefined,
	width: number,
	brief: boolean,
	ascii: boolean,
): readonly string[] => {
	if (!usage || !sectorsDiffer(usage.disk)) {
		return [];
	}

	const figures = (sectors: SectorChoice): string => {
		const [read, written] = ratesUnder(usage, sectors).map((rate) =>
			rate === undefined ? unknownText(ascii) : `${formatBytes(rate)}/s`,
		);
		return `read ${read} written ${written}`;
	};
	const physical = sectorSize(usage.disk, 'physical');
	const is512 = usage.sectorBytes === sectorSize(usage.disk, '512');
	const shown = (isShown: boolean): string => (isShown ? ', shown' : '');
	const why = [
		`* Linux's blkback counts in 512 bytes whatever the disk; libvirt takes the physical size; x changes it.`,
		`* Linux always counts in 512, libvirt in ${physical}; x changes it.`,
	] as const;
	return [
		...flowText(
			[
				`sectors of 512: ${figures('512')}${shown(is512)}`,
				`of ${physical}: ${figures('physical')}${shown(!is512)}`,
			],
			width,
		),
		...(brief && textWidth(why[0]) > width ? [why[1]] : wrapText(why[0], width)),
	];
};
