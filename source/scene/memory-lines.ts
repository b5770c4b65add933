import {kindOfUnit} from '../columns/counter-column.ts';
import {balloonStateOf, balloonText, statsAge} from '../columns/memory-columns.ts';
import {counters} from '../model/counters.ts';
import type {MemoryStat} from '../model/sample.ts';
import {flowText} from '../text/flow-text.ts';
import {formatClock, formatValue, type Kind, unknownText} from '../text/format.ts';
import {withoutDot} from '../text/without-dot.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import type {TextLine} from './text-line.ts';

const tagText = ({tag, value}: MemoryStat): string => {
	const {unit} = counters.memory[tag];
	return `${tag} ${unit === 'date' ? formatClock(value * 1000) : formatValue(kindOfUnit[unit], value)}`;
};

/** The text of a period, seconds; 0: off. Undefined: unknown. */
export const periodText = (period: number | undefined): string =>
	period === undefined ? 'unknown' : period === 0 ? 'off' : `${period} s`;

const balloonParts = (usage: DomainUsage): readonly string[] => {
	const {memory} = usage.domain;
	const state = balloonStateOf(usage);
	const text = balloonText(usage);
	return [
		state === 'fresh'
			? `balloon statistics ${statsAge(usage) === undefined ? 'of unknown age' : text}`
			: `balloon: ${withoutDot(text)}`,
		// Where a domain cannot have a period, an unknown period says nothing.
		...(memory.period !== undefined || (memory.balloon === 'present' && memory.periodRefusal === undefined)
			? [`period ${periodText(memory.period)}`]
			: []),
		...(memory.periodRefusal === undefined || memory.periodRefusal === memory.reason
			? []
			: [`period cannot be set: ${withoutDot(memory.periodRefusal)}`]),
	];
};

/** The memory section of a domain page: sizes, the balloon's state, rates, and every tag. */
export const memoryLines = (usage: DomainUsage, width: number, ascii: boolean): readonly TextLine[] => {
	const {memory} = usage.domain;
	const part = (label: string, kind: Kind, value: number | undefined, unit = ''): string =>
		`${label} ${value === undefined ? unknownText(ascii) : formatValue(kind, value) + unit}`;
	const sizes = [
		part('given', 'kibibytes', memory.currentKiB),
		part('at most', 'kibibytes', memory.maximumKiB),
		...(memory.targetKiB === undefined ? [] : [part('target', 'kibibytes', memory.targetKiB)]),
		part('on the host', 'kibibytes', memory.residentKiB),
	];
	const {swapInKiBPerSecond, swapOutKiBPerSecond, majorFaultsPerSecond, minorFaultsPerSecond} = usage.memory;
	const rates = [
		part('swap in', 'kibibytes', swapInKiBPerSecond, '/s'),
		part('swap out', 'kibibytes', swapOutKiBPerSecond, '/s'),
		part('major faults', 'perSecond', majorFaultsPerSecond, '/s'),
		part('minor faults', 'perSecond', minorFaultsPerSecond, '/s'),
	];
	// The guest's rates may come by another way than a balloon.
	const isMoving = Object.values(usage.memory).some((value) => value !== undefined);
	const lines = [
		...flowText([...sizes, ...balloonParts(usage)], width - 2),
		...(memory.balloon === 'present' || isMoving ? flowText(rates, width - 2) : []),
		...flowText((memory.stats ?? []).map(tagText), width - 2),
	];
	return [
		{text: ' MEMORY', style: 'heading'},
		...lines.map((text): TextLine => ({text: `  ${text}`, style: 'plain'})),
	];
};
