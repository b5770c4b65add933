import {presentStage} from './present-stage.ts';

/** In place of the global function, in all that is bundled with it. */
export const setImmediate = (callback: () => void): void => presentStage().later(callback);
