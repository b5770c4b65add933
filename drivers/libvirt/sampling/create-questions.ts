import type {SampleRequest} from '../../../source/driver.ts';
import type {DomainAsker} from '../meaning/ask-domain.ts';
import {isReduced} from '../meaning/is-reduced.ts';
import {statsGroup} from '../remote/remote.ts';
import {RemoteError, remoteErrorCode} from '../remote/remote-error.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Extent} from './answers.ts';
import {createBulkQuestion} from './bulk-question.ts';
import type {DaemonLine} from './daemon-line.ts';
import type {Descriptions} from './descriptions.ts';
import type {Questions} from './questions.ts';

/** The test driver's bulk call tells states and I/O threads only (test_driver.c). */
const briefHypervisor = 'TEST';

const always =
	statsGroup.state | statsGroup.cpu | statsGroup.balloon | statsGroup.interface | statsGroup.block;

/** What is to be asked of the domains of one hypervisor. @param request the refresh of now. */
export const createQuestions = (
	hypervisor: string,
	line: DaemonLine,
	descriptions: Descriptions,
	asker: DomainAsker,
	request: () => Pick<SampleRequest, 'vcpus'>,
): Questions => {
	const bulk = createBulkQuestion(line.remote);
	/** What has begun is asked to its end: the next answer of that domain is nearer then. */
	const {signal} = new AbortController();
	const isBrief = hypervisor === briefHypervisor;
	const groups = (): number => always | (request().vcpus ? statsGroup.vcpu : 0);

	const extentOf = (record: StatsRecord): Extent => {
		if (isReduced(record, hypervisor)) {
			return 'held';
		}

		return isBrief && !record.fields.includes('cpu.time') ? 'brief' : 'full';
	};

	return {
		extentOf,
		bulk: (domains) => bulk.ask(domains, groups()),
		lacksBulk: () => bulk.isThere() === false,
		bulkWaits: bulk.waits,
		async one(domain) {
			if (isBrief || bulk.isThere() === false) {
				const description = descriptions.of(domain) ?? (await descriptions.read(domain, signal));
				return asker.ask(domain, {description, signal});
			}

			const [record] = await bulk.ask([domain], groups());
			if (!record) {
				throw new RemoteError(remoteErrorCode.noDomain, `${domain.name} is gone.`);
			}

			return record;
		},
	};
};
