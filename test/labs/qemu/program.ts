import {labProgram} from '../program.ts';

/** The built program on this machine, where the guests are. */
export const {report, watch} = labProgram();
