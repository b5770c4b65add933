import type {GuestView} from './guest-view.ts';

/** What is to be shown of a guest, and under which key; empty where it has no row. */
export type KeyedView = GuestView & {readonly key: string};
