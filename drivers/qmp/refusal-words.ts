import {withoutDot} from '../../source/without-dot.ts';
import type {QmpRefusal} from './qmp-refusal.ts';

/** What the peer said, fit to be shown in a sentence: without its full stop. */
export const refusalWords = ({message}: QmpRefusal): string => withoutDot(message);
