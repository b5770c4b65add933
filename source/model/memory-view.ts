import type {MemoryTag} from './counters.ts';
import type {MemoryIdentity} from './identity.ts';
import {placeOf, statPlace} from './number-places.ts';
import {NumbersView} from './numbers-view.ts';
import type {Memory, MemoryStat} from './sample.ts';
import type {Whole} from './whole.ts';

const {number, said} = NumbersView;

const places = {
	currentKiB: placeOf('currentKiB'),
	maximumKiB: placeOf('maximumKiB'),
	targetKiB: placeOf('targetKiB'),
	residentKiB: placeOf('residentKiB'),
	period: placeOf('period'),
	statsAge: placeOf('statsAge'),
	statsAgeAtLeast: placeOf('statsAgeAtLeast'),
};

/** The memory of a domain, whose numbers begin where the domain's begin. */
export class MemoryView extends NumbersView<MemoryIdentity> implements Whole<Memory> {
	#stats: readonly MemoryStat[] | undefined;

	get currentKiB() {
		return number(this, places.currentKiB);
	}

	get maximumKiB() {
		return number(this, places.maximumKiB);
	}

	get targetKiB() {
		return number(this, places.targetKiB);
	}

	get residentKiB() {
		return number(this, places.residentKiB);
	}

	get balloon() {
		return said(this).balloon;
	}

	get period() {
		return number(this, places.period);
	}

	get periodRefusal() {
		return said(this).periodRefusal;
	}

	get hasMoved() {
		return said(this).hasMoved;
	}

	get statsAge() {
		return number(this, places.statsAge);
	}

	get statsAgeAtLeast() {
		return number(this, places.statsAgeAtLeast);
	}

	get isUnanswered() {
		return said(this).isUnanswered;
	}

	get stats() {
		this.#stats ??= said(this).tags?.map((tag) => ({tag, value: number(this, statPlace(tag)) ?? Number.NaN}));
		return this.#stats;
	}

	get reason() {
		return said(this).reason;
	}

	static isAnswered(memory: MemoryView): boolean {
		return said(memory).tags !== undefined;
	}

	/** Undefined: the tag was not answered. */
	static stat(memory: MemoryView, tag: MemoryTag): number | undefined {
		return said(memory).tags === undefined ? undefined : number(memory, statPlace(tag));
	}
}

/** Whether the statistics were answered, whatever the values. */
export const isAnswered = (memory: Memory): boolean =>
	memory instanceof MemoryView ? MemoryView.isAnswered(memory) : memory.stats !== undefined;
