import type {RecordTemplate} from '../wire/record-template.ts';
import {parameterTypes} from '../wire/typed-number.ts';
import {typedText} from '../wire/typed-parameters.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import type {RemoteDomain} from './remote-domain.ts';
import type {StatsRecord} from './stats-record.ts';

/**
A record whose words but for numbers are those of a template. Its texts are read from the template once they are asked for, so
that nothing of the message is needed any more.
*/
export class WireRecord implements StatsRecord {
	readonly domain: RemoteDomain;
	readonly template: RecordTemplate;
	readonly #numbers: Float64Array;
	readonly #first: number;
	#values: readonly XdrValue[] | undefined;

	/**
	@param numbers the values of fields, at the place of each; NaN where unknown.
	@param first place of the record's first field among them.
	@param values of all fields, where they are known. Undefined: they are read once they are asked for.
	*/
	constructor(
		domain: RemoteDomain,
		template: RecordTemplate,
		numbers: Float64Array,
		first: number,
		values?: readonly XdrValue[],
	) {
		this.domain = domain;
		this.template = template;
		this.#numbers = numbers;
		this.#first = first;
		this.#values = values;
	}

	get fields(): readonly string[] {
		return this.template.fields;
	}

	get values(): readonly XdrValue[] {
		this.#values ??= this.#allValues();
		return this.#values;
	}

	/** The value of a field whose type is one of numbers. Undefined: unknown. */
	number(place: number): number | undefined {
		const value = this.#numbers[this.#first + place];
		return Number.isNaN(value) ? undefined : value;
	}

	#allValues(): readonly XdrValue[] {
		const {types, offsets, words} = this.template;
		const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
		return Array.from(types, (type, place) => {
			const offset = offsets[place] ?? 0;
			switch (type) {
				case parameterTypes.boolean:
					return bytes.readInt32BE(offset) !== 0;
				case parameterTypes.string:
					return typedText(bytes, offset, bytes.readUInt32BE(offset));
				default:
					return this.number(place);
			}
		});
	}
}
