import {type BlockEntry, parseBlockCounters} from '../../qmp/block-counters.ts';
import {type BlockSources, blockKey, parseBlockSources} from '../../qmp/block-sources.ts';
import type {QmpClient} from '../../qmp/qmp-client.ts';
import {answered} from '../../qmp/qmp-client.ts';
import {QmpRefusal} from '../../qmp/qmp-refusal.ts';

/** The reply of a domain's QEMU for all its disks. */
export type QdiskReading = {
	/** Monotonic seconds at which the counters were true. */
	readonly at: number;
	readonly entries: readonly BlockEntry[];
	/** The images; empty where they were not needed, or QEMU refused to tell them. */
	readonly images: BlockSources;
};

/** The images, and the nodes for which they were read. */
export type KnownImages = {readonly nodes: string; readonly images: BlockSources};

const nodesOf = (entries: readonly BlockEntry[]): string =>
	entries.map((entry) => `${blockKey(entry)}|${entry.node}`).join('\n');

/**
Asks in one short QMP session: query-blockstats, and query-block where images are needed and the nodes have changed.
@throws QmpFault, QmpRefusal
*/
export const readQdisks = async (
	client: QmpClient,
	known: KnownImages | undefined,
	needsImages: (entries: readonly BlockEntry[]) => boolean,
): Promise<QdiskReading & {readonly known: KnownImages | undefined}> => {
	const {value, sentAt, receivedAt} = await client.execute('query-blockstats');
	const at = (sentAt + receivedAt) / 2;
	const entries = parseBlockCounters(value);
	const nodes = nodesOf(entries);
	if (known?.nodes === nodes || !needsImages(entries)) {
		return {at, entries, images: known?.nodes === nodes ? known.images : new Map(), known};
	}

	const answer = await answered(client.execute('query-block'));
	const images: BlockSources = answer instanceof QmpRefusal ? new Map() : parseBlockSources(answer.value);
	return {at, entries, images, known: {nodes, images}};
};
