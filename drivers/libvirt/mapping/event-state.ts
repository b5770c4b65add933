import {domainState} from '../calls/domain-state.ts';
import type {DomainEvent} from '../calls/remote.ts';

type Lifecycle = Extract<DomainEvent, {readonly kind: 'lifecycle'}>;

/** The virDomainState after a change, and the reasons in that state by the change's detail (virDomainEvent…DetailType). */
const states: Readonly<
	Partial<Record<Lifecycle['change'], readonly [state: number, reasons: readonly number[]]>>
> = {
	started: [domainState.running, [1, 2, 3, 4, 8]],
	suspended: [domainState.paused, [1, 2, 5, 6, 1, 7, 14, 12, 13]],
	resumed: [domainState.running, [5, 2, 4, 10, 11]],
	stopped: [domainState.shutOff, [1, 2, 3, 4, 5, 6, 7]],
	pmsuspended: [domainState.suspended, []],
	crashed: [domainState.crashed, [1]],
};

/** The state that an event reports, in the bulk call's numbers. Undefined: the event reports no state. */
export const eventState = ({
	change,
	detail = -1,
}: Pick<Lifecycle, 'change' | 'detail'>): {readonly state: number; readonly reason: number} | undefined => {
	const [state, reasons = []] = states[change] ?? [];
	return state === undefined ? undefined : {state, reason: reasons[detail] ?? 0};
};
