import type {StoreMemory} from './store-domain.ts';

/** What a guest says of its memory, without the time. */
export type GuestMemory = Omit<StoreMemory, 'changedAt' | 'isFirst'>;

const limitKiB = 2 ** 50;

const sizeOf = (digits: string | undefined): number | undefined => {
	const size = digits === undefined ? Number.NaN : Number(digits);
	return size < limitKiB ? size : undefined;
};

/** Parses one size in KiB, with or without its unit. Undefined: the text is no size. */
export const parseGuestSize = (text: string): number | undefined =>
	sizeOf(/^(\d{1,16})(?: ?kB)?$/i.exec(text.trim())?.[1]);

const row = /\b(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal|SwapFree)\s*:\s*(\d{1,16})\b/g;

/** Parses the rows of /proc/meminfo that Qubes' older meminfo-writer passes on, however they are separated. */
const parseRows = (text: string): GuestMemory | undefined => {
	const sizes = Object.fromEntries(
		[...text.matchAll(row)].map(([, name, digits]) => [name, sizeOf(digits)] as const),
	) as Readonly<Record<string, number | undefined>>;
	const {MemTotal: totalKiB, MemFree: freeKiB, MemAvailable: usableKiB} = sizes;
	const {Buffers: buffers = 0, Cached: cached = 0, SwapTotal: swap = 0, SwapFree: swapFree = 0} = sizes;
	const isSound =
		totalKiB !== undefined &&
		totalKiB > 0 &&
		freeKiB !== undefined &&
		freeKiB + buffers + cached <= totalKiB &&
		(usableKiB ?? 0) <= totalKiB &&
		swapFree <= swap;
	if (!isSound) {
		return undefined;
	}

	const isCached = sizes.Buffers !== undefined && sizes.Cached !== undefined;
	return {totalKiB, freeKiB, usableKiB, cachesKiB: isCached ? buffers + cached : undefined};
};

/**
Parses what Qubes' meminfo-writer puts into memory/meminfo for its qmemman (qubes-doc, developer/services/qmemman.md): the
KiB in use, without caches and with swapped-out memory. Older writers put rows of /proc/meminfo there. A guest may write
anything. Undefined: the text makes no sense.
*/
export const parseGuestMemory = (text: string): GuestMemory | undefined => {
	const usedKiB = parseGuestSize(text);
	return usedKiB === undefined ? parseRows(text) : usedKiB > 0 ? {usedKiB} : undefined;
};
