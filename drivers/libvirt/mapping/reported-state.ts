import type {DomainState, StateFault, StateTold} from '../../../source/model/sample.ts';

/** virDomainState by its number. `blocked`, which only Xen's driver reports, means waiting for work. */
const states: readonly DomainState[] = [
	'unknown',
	'running',
	'idle',
	'paused',
	'shutdown',
	'shutoff',
	'crashed',
	'suspended',
];

/** The reason, the word that stands under STATE, and the fault where the reason is an error. */
type Reason = readonly [text: string, word?: string | undefined, fault?: StateFault | undefined];

/** Reasons by virDomainState, and by the number in the state's own enumeration (libvirt-domain.h). 0 is unknown in each. */
const reasons: Readonly<Partial<Record<DomainState, Readonly<Record<number, Reason>>>>> = {
	running: {
		6: ['it runs on after its migration was cancelled'],
		7: ['it runs on after saving it was cancelled'],
		9: ['it runs on after a crash'],
		10: ['its memory still comes: post-copy migration', 'migrates'],
		11: ['its post-copy migration failed', 'failed', 'failed'],
	},
	paused: {
		1: ['paused by user'],
		2: ['paused for a migration', 'migrates'],
		3: ['paused while it is saved', 'saving'],
		4: ['paused while its memory is dumped', 'dumping'],
		5: ['I/O error', 'io-error', 'I/O error'],
		6: ['its watchdog expired', 'watchdog', 'watchdog'],
		7: ['restored from a snapshot, and not resumed'],
		8: ['paused while it shuts down', 'stopping'],
		9: ['paused while a snapshot is made', 'snapshot'],
		10: ['the guest crashed', 'crashed', 'crashed'],
		11: ['it is being started', 'starting'],
		12: ['paused for a post-copy migration', 'migrates'],
		13: ['its post-copy migration failed', 'failed', 'failed'],
		14: ['libvirt could not resume it after an operation', 'failed', 'failed'],
	},
	shutdown: {1: ['shut down by user']},
	shutoff: {
		1: ['it was shut down'],
		2: ['it was destroyed'],
		3: ['it crashed', 'crashed', 'crashed'],
		4: ['it was migrated to another host', 'migrated'],
		5: ['it was saved', 'saved'],
		6: ['it could not be started', 'failed', 'failed'],
		7: ['restored from a snapshot that was off'],
		8: ['the daemon of libvirt ended it'],
	},
	crashed: {1: ['the guest panicked', undefined, 'crashed']},
};

/** What libvirt's virDomainState and its reason mean. A reason that is younger than domtop is left out. */
export const reportedState = (number: number | undefined, reason: number | undefined): StateTold => {
	const state = number === undefined ? 'unknown' : (states[number] ?? 'unknown');
	const [text, word, fault] = (reason === undefined ? undefined : reasons[state]?.[reason]) ?? [];
	return {
		state,
		...(text === undefined ? {} : {stateReason: text}),
		...(word === undefined ? {} : {stateWord: word}),
		...(fault || state === 'crashed' ? {stateFault: fault ?? 'crashed'} : {}),
	};
};
