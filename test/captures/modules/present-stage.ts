import {createDescriptors, type Descriptors} from '../descriptors.ts';
import type {Stage} from '../stage.ts';

/** The stage that the drivers in this bundle see, with the files that they hold open. */
let present: (Stage & {readonly descriptors: Descriptors}) | undefined;

/** Sets the stage, before the first driver connects. */
export const setStage = (stage: Stage): void => {
	present = {...stage, descriptors: createDescriptors(stage)};
};

export const presentStage = (): Stage & {readonly descriptors: Descriptors} => {
	if (!present) {
		throw new Error('A driver looked at the world before there was a stage.');
	}

	return present;
};
