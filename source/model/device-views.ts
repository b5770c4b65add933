import type {DiskIdentity, NicIdentity, VcpuIdentity} from './identity.ts';
import {placeInDevice} from './number-places.ts';
import {defineCounters, NumbersView} from './numbers-view.ts';
import type {Disk, Nic, Vcpu} from './sample.ts';
import type {Whole} from './whole.ts';

const {number, said} = NumbersView;

class VcpuView extends NumbersView<VcpuIdentity> implements Whole<VcpuIdentity> {
	get index() {
		return said(this).index;
	}
}

const nicAt = placeInDevice('nic', 'at');

class NicView extends NumbersView<NicIdentity> implements Whole<NicIdentity> {
	get name() {
		return said(this).name;
	}

	get mac() {
		return said(this).mac;
	}

	get counterBits() {
		return said(this).counterBits;
	}

	get incarnation() {
		return said(this).incarnation;
	}

	get at() {
		return number(this, nicAt);
	}

	get origins() {
		return said(this).origins;
	}

	get reason() {
		return said(this).reason;
	}
}

const diskAt = placeInDevice('disk', 'at');

class DiskView extends NumbersView<DiskIdentity> implements Whole<DiskIdentity> {
	get name() {
		return said(this).name;
	}

	get source() {
		return said(this).source;
	}

	get backend() {
		return said(this).backend;
	}

	get physicalSectorBytes() {
		return said(this).physicalSectorBytes;
	}

	get counterBits() {
		return said(this).counterBits;
	}

	get incarnation() {
		return said(this).incarnation;
	}

	get at() {
		return number(this, diskAt);
	}

	get doubt() {
		return said(this).doubt;
	}

	get untimed() {
		return said(this).untimed;
	}

	get reason() {
		return said(this).reason;
	}
}

defineCounters(VcpuView.prototype, 'vcpu');
defineCounters(NicView.prototype, 'nic');
defineCounters(DiskView.prototype, 'disk');

type MakeView<Identity, Device> = (identity: Identity, numbers: Float64Array, first: number) => Device;

export const vcpuView: MakeView<VcpuIdentity, Vcpu> = (...parts) => new VcpuView(...parts);
export const nicView: MakeView<NicIdentity, Nic> = (...parts) => new NicView(...parts);
export const diskView: MakeView<DiskIdentity, Disk> = (...parts) => new DiskView(...parts);
