import type {SampleRequest} from '../../source/driver/driver.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import type {GuestKnowledge} from './ask-guest.ts';
import type {DomainStatus} from './domain-status.ts';
import type {GuestFace} from './mapping/domain.ts';
import type {QemuProcess} from './qemu-process.ts';
import type {TroubleKind} from './trouble.ts';

/** One domain and what is remembered of it; at most one QMP connection at a time. */
export type Guest = {
	/** Takes the process as the last search found it. */
	readonly update: (process: QemuProcess) => void;
	/**
	Asks the domain where that is due. Undefined: the refresh has nothing to wait for. Rejects only with an ExhaustedError.
	*/
	readonly refresh: (request: SampleRequest) => Promise<void> | undefined;
	/** What is to be shown of the domain now. @throws ExhaustedError */
	readonly view: () => DomainStatus;
	/** User id of its process, or of its socket's file. Undefined: not known. */
	readonly owner: () => number | undefined;
	/** Undefined: it has not answered yet. */
	readonly face: () => GuestFace | undefined;
	readonly isTroubled: () => boolean;
	/** Why QEMU cannot be asked at all. Undefined: it can be asked. */
	readonly refusal: () => string | undefined;
	/** Why a conversation failed, distinguished as in the reports. @throws ExhaustedError */
	readonly causeOf: (error: unknown) => Promise<TroubleKind>;
	/**
	Whether its process still runs in this incarnation, as the kernel shows; true where no process is known.
	@throws ExhaustedError
	*/
	readonly isAlive: () => boolean;
	/**
	Whether the peer is surely the process that is shown, as a write requires. Where no process is known, the peer is the
	process that listens where a person chose.
	*/
	readonly isSure: () => Promise<boolean>;
	/**
	Holds a separate conversation, in turn with the readings.
	@throws QmpFault, QmpRefusal, SocketRefusal, ExhaustedError
	*/
	readonly talk: <Answer>(
		ask: (client: QmpClient, knowledge: GuestKnowledge) => Promise<Answer>,
	) => Promise<Answer>;
	/** Releases its socket until the domain is asked again. */
	readonly release: () => Promise<void>;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};
