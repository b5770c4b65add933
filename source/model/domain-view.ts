import {type CounterValues, counterNames} from './counters.ts';
import {diskView, nicView, vcpuView} from './device-views.ts';
import type {DomainIdentity} from './identity.ts';
import {MemoryView} from './memory-view.ts';
import {deviceWidths, firstDisk, firstNic, firstVcpu, placeOf, sumPlace} from './number-places.ts';
import {NumbersView} from './numbers-view.ts';
import type {Disk, DiskSum, Domain, Memory, Nic, Vcpu} from './sample.ts';
import type {Whole} from './whole.ts';

const {number, numbers, said} = NumbersView;

const places = {
	at: placeOf('at'),
	datedFrom: placeOf('datedFrom'),
	every: placeOf('every'),
	cpuAt: placeOf('cpuAt'),
	cpuSeconds: placeOf('cpuSeconds'),
	vcpuCount: placeOf('vcpuCount'),
	ratePercent: placeOf('cpuRatePercent'),
	rateInterval: placeOf('cpuRateInterval'),
};

/** A domain at one reading. Its memory and its devices are made when they are first asked for. */
export class DomainView extends NumbersView<DomainIdentity> implements Whole<Domain> {
	#memory: Memory | undefined;
	#vcpus: readonly Vcpu[] | undefined;
	#disks: readonly Disk[] | undefined;
	#nics: readonly Nic[] | undefined;

	/** What is said of the domain. Undefined: it is a plain object. */
	static saidOf(domain: Domain): DomainIdentity | undefined {
		return domain instanceof DomainView ? said(domain) : undefined;
	}

	get key() {
		return said(this).key;
	}

	get uuid() {
		return said(this).uuid;
	}

	get id() {
		return said(this).id;
	}

	get process() {
		return said(this).process;
	}

	get pids() {
		return said(this).pids;
	}

	get name() {
		return said(this).name;
	}

	get user() {
		return said(this).user;
	}

	get state() {
		return said(this).state;
	}

	get stateReason() {
		return said(this).stateReason;
	}

	get stateWord() {
		return said(this).stateWord;
	}

	get stateFault() {
		return said(this).stateFault;
	}

	get incarnation() {
		return said(this).incarnation;
	}

	get at() {
		return number(this, places.at) ?? Number.NaN;
	}

	get datedFrom() {
		return number(this, places.datedFrom);
	}

	get every() {
		return number(this, places.every);
	}

	get busy() {
		return said(this).busy;
	}

	get control() {
		return said(this).control;
	}

	get cpuAt() {
		return number(this, places.cpuAt);
	}

	get cpuSeconds() {
		return number(this, places.cpuSeconds);
	}

	get cpuRate() {
		const [percent, interval] = [number(this, places.ratePercent), number(this, places.rateInterval)];
		return percent === undefined || interval === undefined ? undefined : {percent, interval};
	}

	get vcpuCount() {
		return number(this, places.vcpuCount);
	}

	get vcpusReason() {
		return said(this).vcpusReason;
	}

	get excess() {
		return said(this).excess;
	}

	get disksReason() {
		return said(this).disksReason;
	}

	get nicsReason() {
		return said(this).nicsReason;
	}

	get memory(): Memory {
		this.#memory ??= new MemoryView(said(this).memory, numbers(this), 0);
		return this.#memory;
	}

	get vcpus(): readonly Vcpu[] | undefined {
		this.#vcpus ??= devices(this, said(this).vcpus, vcpuView, firstVcpu, deviceWidths.vcpu);
		return this.#vcpus;
	}

	get disks(): readonly Disk[] | undefined {
		this.#disks ??= devices(this, said(this).disks, diskView, firstDisk(said(this)), deviceWidths.disk);
		return this.#disks;
	}

	get diskSum(): DiskSum | undefined {
		const {diskSum} = said(this);
		return diskSum && {...diskSum, ...knownCounters(this, sumPlace(said(this)))};
	}

	get nics(): readonly Nic[] | undefined {
		this.#nics ??= devices(this, said(this).nics, nicView, firstNic(said(this)), deviceWidths.nic);
		return this.#nics;
	}
}

const knownCounters = (domain: DomainView, first: number): CounterValues<'disk'> =>
	Object.fromEntries(
		counterNames('disk').flatMap((name, place) => {
			const value = number(domain, first + place);
			return value === undefined ? [] : [[name, value]];
		}),
	);

const devices = <Identity, Device>(
	domain: DomainView,
	identities: readonly Identity[] | undefined,
	view: (identity: Identity, numbers: Float64Array, first: number) => Device,
	first: number,
	width: number,
): readonly Device[] | undefined =>
	identities?.map((identity, place) => view(identity, numbers(domain), first + place * width));
