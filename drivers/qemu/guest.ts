import type {SampleRequest} from '../../source/driver/driver.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import type {GuestKnowledge} from './ask-guest.ts';
import type {DomainStatus} from './domain-status.ts';
import type {GuestFace} from './mapping/domain.ts';
import type {QemuProcess} from './qemu-process.ts';
import type {TroubleKind} from './trouble.ts';

/** One guest and what is remembered of it; at most one QMP connection at a time. */
export type Guest = {
	/** Takes the process as the last look found it. */
	readonly update: (process: QemuProcess) => void;
	/** Asks it, or not: absent where nobody should wait for it. Rejects with an ExhaustedError alone. */
	readonly refresh: (request: SampleRequest) => Promise<void> | undefined;
	/** @throws ExhaustedError */
	readonly view: (request: SampleRequest) => DomainStatus;
	/** Whose it is: the user id of its process, or of its socket's file. Absent: not known. */
	readonly owner: () => number | undefined;
	/** Absent: it has not answered yet. */
	readonly face: () => GuestFace | undefined;
	readonly isTroubled: () => boolean;
	/** Why QEMU cannot be spoken to at all; absent: it can. */
	readonly refusal: () => string | undefined;
	/** Why a conversation failed, told apart as in the reports. @throws ExhaustedError */
	readonly causeOf: (error: unknown) => Promise<TroubleKind>;
	/** Does its process, where it is known, still run in this incarnation? Asked of the kernel. @throws ExhaustedError */
	readonly isAlive: () => boolean;
	/**
	Is it sure that whoever answers is the process that is shown, as a write must be? Where no process is known it is who
	listens where a person chose.
	*/
	readonly isSure: () => Promise<boolean>;
	/** A conversation of its own, in turn with the readings. @throws QmpFault, QmpRefusal, SocketRefusal, ExhaustedError */
	readonly talk: <Answer>(
		ask: (client: QmpClient, knowledge: GuestKnowledge) => Promise<Answer>,
	) => Promise<Answer>;
	/** Lets go of its socket until it is asked again. */
	readonly release: () => Promise<void>;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};
