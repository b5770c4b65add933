import type {GuestView} from './guest-view.ts';

/** `3 domains`, and of one its name, where it is known. */
export const domainCount = (views: readonly GuestView[]): string =>
	views.length === 1 ? (views[0]?.reading?.name ?? '1 domain') : `${views.length} domains`;
