import {matchesTemplate, type RecordTemplate, recordTemplate} from '../wire/record-template.ts';
import {isNumberType, typedNumber} from '../wire/typed-number.ts';
import {createTypedParametersReader} from '../wire/typed-parameters.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import {domainLength, domainLimit, readDomain} from './domain-codec.ts';
import type {RemoteDomain} from './remote-domain.ts';
import type {StatsRecord} from './stats-record.ts';
import {WireRecord} from './wire-record.ts';

/** How many parameters one domain may have (REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX). */
const parameterLimit = 262_144;
/** Bytes of a domain and the count of its parameters. */
const recordLength = domainLength + 4;
/** Words that all templates may have together: 64 MiB, twice the longest message. */
const templateWordLimit = 2 ** 24;

/** How many numbers are allocated at once: those of some hundred domains. */
const numbersAtOnce = 16_384;
/** How many templates are kept of domains that the last reply did not have. */
const spareTemplates = 64;

/** The last record of a domain that was taken apart, and the domain as it said there. */
type Known = {readonly domain: RemoteDomain; readonly template: RecordTemplate; place: number};

/** A reply that is being read. */
type Reply = {
	readonly reader: XdrReader;
	readonly view: DataView;
	/** Undefined: the message does not lie at a word of the memory. */
	readonly words: Int32Array | undefined;
	/** The records that were read. */
	readonly now: Known[];
	/** Where the next record stood in the last reply. */
	expected: number;
};

const replyOf = (reader: XdrReader): Reply => {
	const {buffer, byteOffset, byteLength} = reader.bytes;
	return {
		reader,
		view: new DataView(buffer, byteOffset, byteLength),
		words: byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, byteLength >> 2) : undefined,
		now: [],
		expected: 0,
	};
};

const isMatch = (one: Known | undefined, {words}: Reply, start: number): one is Known =>
	one !== undefined && words !== undefined && matchesTemplate(one.template, words, start >> 2);

/**
Reads the records of the bulk call. The reply of a big host has 150 000 parameters, of which nothing but numbers changes. So
a record is compared with the last record of its domain: only where it says something else is it taken apart again. No byte
that was not compared is taken for anything but a number.
*/
export const createStatsRecords = (): ((reader: XdrReader) => readonly StatsRecord[]) => {
	const parameters = createTypedParametersReader();
	const known = new Map<string, Known>();
	/** The records of the last reply, as replies mostly keep their order. */
	let last: readonly Known[] = [];
	let templateWords = 0;
	let newest: RecordTemplate | undefined;

	const forget = (): void => {
		known.clear();
		last = [];
		templateWords = 0;
	};

	/** Domains that are gone leave nothing behind. */
	const forgetAllBut = (present: readonly Known[]): void => {
		known.clear();
		templateWords = 0;
		for (const one of present) {
			known.set(one.domain.uuid, one);
			templateWords += one.template.words.length;
		}
	};

	const remember = (domain: RemoteDomain, template: RecordTemplate): Known => {
		templateWords += template.words.length - (known.get(domain.uuid)?.template.words.length ?? 0);
		if (templateWords > templateWordLimit || known.size > 2 * domainLimit) {
			forget();
			templateWords = template.words.length;
		}

		const one: Known = {domain, template, place: last.length};
		known.set(domain.uuid, one);
		return one;
	};

	/** Numbers of several records, whose memory is allocated at once. */
	let numbers = new Float64Array();
	let taken = 0;

	/** @returns the place of the first of them. */
	const copyNumbers = ({types, offsets}: RecordTemplate, view: DataView, start: number): number => {
		if (taken + types.length > numbers.length) {
			numbers = new Float64Array(Math.max(types.length, numbersAtOnce));
			taken = 0;
		}

		const first = taken;
		taken += types.length;
		for (let field = 0; field < types.length; field += 1) {
			const type = types[field] as number;
			numbers[first + field] = isNumberType(type)
				? (typedNumber(view, start + (offsets[field] as number), type) ?? Number.NaN)
				: Number.NaN;
		}

		return first;
	};

	const take = (
		reply: Reply,
		{domain, template, place}: Known,
		start: number,
		values?: readonly XdrValue[],
	): StatsRecord => {
		reply.reader.skip(start + template.words.length * 4 - reply.reader.offset());
		reply.expected = place + 1;
		const first = copyNumbers(template, reply.view, start);
		return new WireRecord(domain, template, numbers, first, values);
	};

	const takeApart = (reply: Reply, domain: RemoteDomain, start: number): StatsRecord => {
		const {reader, words: message, expected, now} = reply;
		const {fields, values, types, offsets} = parameters.read(reader, parameterLimit);
		if (!message) {
			return {domain, fields, values};
		}

		const words = message.slice(start >> 2, reader.offset() >> 2);
		const fromStart = offsets.map((offset) => offset - start);
		newest = recordTemplate(words, {fields, types, offsets: fromStart}, newest);
		const one = remember(domain, newest);
		now.push(one);
		const record = take(reply, one, start, values);
		reply.expected = expected + 1;
		return record;
	};

	const readRecord = (reply: Reply): StatsRecord => {
		const {reader, now} = reply;
		const start = reader.offset();
		const next = last[reply.expected];
		if (isMatch(next, reply, start)) {
			now.push(next);
			return take(reply, next, start);
		}

		const domain = readDomain(reader);
		const other = known.get(domain.uuid);
		if (isMatch(other, reply, start)) {
			now.push(other);
			return take(reply, other, start);
		}

		return takeApart(reply, domain, start);
	};

	/** The next reply is expected to have the domains of this one, in the same order. */
	const settle = ({now}: Reply): void => {
		last = now;
		for (let place = 0; place < now.length; place += 1) {
			(now[place] as Known).place = place;
		}

		if (known.size > 2 * now.length + spareTemplates) {
			forgetAllBut(now);
		}
	};

	return (reader) => {
		const count = reader.count(domainLimit, recordLength);
		const reply = replyOf(reader);
		const records: StatsRecord[] = [];
		while (records.length < count) {
			records.push(readRecord(reply));
		}

		// A reply about a few domains says nothing of the order of all.
		if (2 * count >= last.length) {
			settle(reply);
		}

		return records;
	};
};
