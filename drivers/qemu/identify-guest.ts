import {basename} from 'node:path';
import {cleanText} from '../../source/clean-text.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {answered} from '../qmp/answered.ts';
import {asOptionalText, asRecord} from '../qmp/json-value.ts';
import type {QmpClient, QmpReply} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';
import {parseUuid} from './guest-identity.ts';
import {faceOfProcess, type GuestFace} from './guest-reading.ts';
import type {GuestWorld} from './guest-world.ts';
import type {QemuProcess} from './qemu-process.ts';
import {parseVcpuThreads} from './vcpu-threads.ts';

export type Identified = {
	readonly face: GuestFace;
	/** Absent: it does not run here, or may not be seen. */
	readonly process?: QemuProcess | undefined;
};

const field = (answer: QmpReply | QmpRefusal, key: string): string | undefined =>
	answer instanceof QmpRefusal ? undefined : asOptionalText(asRecord(answer.value, key)[key], key);

/**
Who answers on a socket that no command line here names: its processors' threads lead to its process, and without one
(a socket that leads elsewhere) it says itself who it is. @throws QmpFault
*/
export const identifyGuest = async (
	client: QmpClient,
	{root, processOf}: Pick<GuestWorld, 'root' | 'processOf'>,
	path: string,
): Promise<Identified> => {
	const [cpus, name, uuid] = await Promise.all([
		answered(client.execute('query-cpus-fast')),
		answered(client.execute('query-name')),
		answered(client.execute('query-uuid')),
	]);
	const thread = cpus instanceof QmpRefusal ? undefined : parseVcpuThreads(cpus.value)[0]?.thread;
	const pid = thread === undefined ? undefined : readProcessStatus(root, thread)?.process;
	const process = pid === undefined ? undefined : await processOf(pid);
	return process
		? {process, face: faceOfProcess(process)}
		: {
				face: {
					name: cleanText(field(name, 'name') || basename(path)),
					uuid: parseUuid(field(uuid, 'UUID')),
					incarnation: `thread:${thread ?? 'unknown'}`,
				},
			};
};
