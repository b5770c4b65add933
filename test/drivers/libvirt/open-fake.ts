import {onTestFinished} from 'vitest';
import {openRemote} from '../../../drivers/libvirt/calls/open-remote.ts';
import type {Clock} from '../../../source/async/clock.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {type FakeLibvirtdOptions, startFakeLibvirtd} from './fake-libvirtd.ts';
import {connectLink} from './socket-link.ts';

/** The remote over a daemon's socket; closed when the test ends. */
export const openPath = async (path: string, clock: Clock, readOnly = false) => {
	const remote = await openRemote(await connectLink(path), {name: 'qemu:///system', readOnly, clock});
	onTestFinished(() => remote.close());
	return remote;
};

/** A fake daemon and a remote opened over its read-write socket. */
export const openFake = async (options: FakeLibvirtdOptions = {}) => {
	const clock = createHandClock();
	const fake = await startFakeLibvirtd(temporaryFolder(), options);
	return {clock, fake, remote: await openPath(fake.path, clock)};
};
