import {expect, onTestFinished} from 'vitest';
import type {StoreView} from '../../../drivers/xenstore/create-store-view.ts';
import {createStoreView} from '../../../drivers/xenstore/create-store-view.ts';
import type {StoreDomain} from '../../../drivers/xenstore/store-domain.ts';
import {createFakeClock, type FakeClock} from '../../helpers/fake-clock.ts';
import {promptly} from '../../helpers/promptly.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {
	createFakeXenbus,
	type FakeXenbus,
	type FakeXenstored,
	type FakeXenstoredOptions,
	startFakeXenstored,
} from '../xen/fake-xenstored.ts';

type World = {
	readonly root: string;
	readonly clock: FakeClock;
	readonly view: StoreView;
	/** One refresh, waited for. */
	readonly refresh: () => Promise<void>;
	/** What one refresh asked. */
	readonly askedBy: () => Promise<readonly string[]>;
	/** Of the domain of this id; fails where there is none. */
	readonly domain: (id?: number) => StoreDomain;
};

const never = new AbortController().signal;

const worldOf = (root: string, view: StoreView, clock: FakeClock, asked: readonly string[]): World => {
	onTestFinished(view.close);
	const refresh = () => promptly(view.refresh(never), 'a refresh');
	return {
		root,
		clock,
		view,
		refresh,
		askedBy: async () => {
			const before = asked.length;
			await refresh();
			return asked.slice(before);
		},
		domain: (id = 1) => {
			const domain = view.domains().get(id);
			expect(domain).toBeDefined();
			return domain as StoreDomain;
		},
	};
};

/** A view of a fake xenstored on a socket. */
export const createStoreWorld = async (
	options: FakeXenstoredOptions = {},
): Promise<World & {readonly fake: FakeXenstored}> => {
	const root = temporaryFolder();
	const clock = createFakeClock();
	const fake = await startFakeXenstored(root, options);
	return {...worldOf(root, createStoreView({root, clock}), clock, fake.asked), fake};
};

/** A view of a fake kernel device below a root without a socket. */
export const createDeviceWorld = (
	root: string,
	options: FakeXenstoredOptions = {},
): World & {readonly fake: FakeXenbus} => {
	const clock = createFakeClock();
	const fake = createFakeXenbus(options);
	return {
		...worldOf(root, createStoreView({root, clock, openDevice: fake.openDevice}), clock, fake.asked),
		fake,
	};
};
