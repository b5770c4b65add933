import {RemoteError} from '../../../../drivers/libvirt/calls/remote-error.ts';
import {createBulkQuery} from '../../../../drivers/libvirt/sampling/bulk-query.ts';
import {createConnectionPair} from '../../../../drivers/libvirt/sampling/connection-pair.ts';
import {createStatsReader} from '../../../../drivers/libvirt/sampling/stats-reader.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {createModelledDaemon, type ModelOptions} from './modelled-daemon.ts';

const groups = 55;

/** The end of a refresh, as the sampler sets it for a delay of 2 s. */
export const deadline = 1.5;

/** A stats reader before a modelled daemon. */
export const createStatsWorld = (
	options: Omit<ModelOptions, 'sleep'>,
	{opens = async () => {}}: {readonly opens?: () => Promise<void>} = {},
) => {
	const clock = createFakeClock();
	const daemon = createModelledDaemon({...options, sleep: clock.sleep});
	const pair = createConnectionPair(clock, daemon.connect(), async () => {
		await opens();
		return daemon.connect();
	});
	const bulk = createBulkQuery(pair.remote);
	const reader = createStatsReader(clock, pair, {
		bulk: (domains) => bulk.ask(domains, groups),
		lacksBulk: () => bulk.isThere() === false,
		bulkWaits: bulk.waits,
		async one(domain) {
			if (options.hasBulk === false) {
				await pair.remote().domainInfo(domain);
				return {domain, fields: ['balloon.rss'], values: [1]};
			}

			const [record] = await bulk.ask([domain], groups);
			if (!record) {
				throw new RemoteError(42, 'gone');
			}

			return record;
		},
		completenessOf: ({fields}) => (fields.includes('balloon.rss') ? 'full' : 'partial'),
	});

	/** One refresh of a delay of 2 s: who was read in full, and when. */
	const refresh = async () => {
		const aborting = new AbortController();
		const started = clock.monotonic();
		let took = 0;
		const reading = reader.read(2, aborting.signal).then((replies) => {
			took = clock.monotonic() - started;
			return replies;
		});
		await clock.advance(deadline);
		aborting.abort();
		const replies = await reading;
		await clock.advance(2 - deadline);
		const full = [...replies.fresh.values()]
			.filter(({completeness}) => completeness === 'full')
			.map(({record}) => record.domain.name)
			.sort();
		return {replies, full: full.join(' '), took};
	};

	return {clock, daemon, refresh, pair};
};
