import {basename} from 'node:path';
import {cleanText} from '../../source/text/clean-text.ts';
import type {PinnedPath} from '../linux/pin-path.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {asOptionalText, asRecord} from '../qmp/json-value.ts';
import type {QmpClient, QmpReply} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';
import {claimedSocket} from './claimed-socket.ts';
import type {GuestContext} from './context.ts';
import {parseUuid} from './guest-identity.ts';
import {faceOfProcess, type GuestFace} from './mapping/domain.ts';
import {parseVcpuThreads} from './mapping/vcpus.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Which domain answers on a socket, and which process it is. */
export type Identified = {
	readonly face: GuestFace;
	/** Undefined: it does not run here, may not be seen, or does not listen on this socket. */
	readonly process?: QemuProcess | undefined;
	/** Which of the process's monitors this is. Undefined: the process is not known. */
	readonly monitor?: MonitorSocket | undefined;
};

const field = (answer: QmpReply | QmpRefusal, key: string): string | undefined =>
	answer instanceof QmpRefusal ? undefined : asOptionalText(asRecord(answer.value, key)[key], key);

/** Finds the process of a processor's thread, if this process listens on the pinned socket. */
const processBehind = async (
	world: Pick<GuestContext, 'root' | 'tables' | 'processOf' | 'isOwn'>,
	thread: number | undefined,
	pin: PinnedPath | undefined,
	before: Identified | undefined,
): Promise<Pick<Identified, 'process' | 'monitor'>> => {
	const pid = thread === undefined ? undefined : readProcessStatus(world.root, thread)?.process;
	const process = pid === undefined ? undefined : await world.processOf(pid);
	if (process && before?.process?.incarnation === process.incarnation) {
		return before;
	}

	const monitor = process && pin && (await claimedSocket(world, process, pin));
	return monitor ? {process, monitor} : {};
};

/**
Finds out which domain answers on a socket that no command line here names. The threads of its processors lead to its
process. Without a process (the socket leads elsewhere) the peer itself says its name and uuid.
@param pin the connected socket; undefined: no process can be the peer.
@param before the domain that answered over the same file before. @throws QmpFault, ExhaustedError
*/
export const identifyGuest = async (
	client: QmpClient,
	world: Pick<GuestContext, 'root' | 'tables' | 'processOf' | 'isOwn'>,
	path: string,
	pin?: PinnedPath,
	before?: Identified,
): Promise<Identified> => {
	const [cpus, name, uuid] = await Promise.all([
		answered(client.execute('query-cpus-fast')),
		answered(client.execute('query-name')),
		answered(client.execute('query-uuid')),
	]);
	const thread = cpus instanceof QmpRefusal ? undefined : parseVcpuThreads(cpus.value)[0]?.thread;
	const {process, monitor} = await processBehind(world, thread, pin, before);
	const said = cleanText(field(name, 'name') ?? '');
	const saidUuid = parseUuid(field(uuid, 'UUID'));
	if (process) {
		const face = faceOfProcess(process);
		// A file of -readconfig may hold a name and a uuid that the command line does not.
		return {
			process,
			monitor,
			face: {...face, name: process.identity.name ?? (said || face.name), uuid: face.uuid ?? saidUuid},
		};
	}

	return {
		face: {
			name: said || cleanText(basename(path)),
			uuid: saidUuid,
			// What a peer says of itself does not distinguish it from other peers: two sockets are two domains.
			incarnation: `socket:${path}:${thread ?? 'unknown'}`,
		},
	};
};
