import type {Sampler} from './sampler.ts';
import {type Signals, stopGroup} from './stop-group.ts';

/**
Stops the whole process group as `stopGroup` does; before that, what costs a host something while nobody asks is given
back: who is stopped cannot do it, and may stay stopped for days.
*/
export const suspendGroup = async (sampler: Pick<Sampler, 'release'>, signals: Signals): Promise<boolean> => {
	await sampler.release();
	return stopGroup(signals);
};
