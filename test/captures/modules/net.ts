/** In place of `node:net`, for drivers that are recorded or replayed. */
import type {StagedSocket} from '../staged-socket.ts';
import {presentStage} from './present-stage.ts';

export const connect = (path: string): StagedSocket => {
	const {dial, descriptors} = presentStage();
	return dial(descriptors.named(path));
};
