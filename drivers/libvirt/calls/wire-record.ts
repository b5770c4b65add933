import type {RecordTemplate} from '../wire/record-template.ts';
import {parameterTypes, typedNumber} from '../wire/typed-number.ts';
import {typedText} from '../wire/typed-parameters.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import type {RemoteDomain} from './remote-domain.ts';
import type {StatsRecord} from './stats-record.ts';

/** A message, and the reader of its numbers. */
export type WireMessage = {readonly bytes: Buffer; readonly view: DataView};

/** A record that lies in a message which was compared with a template, so that its values are read where they are asked for. */
export class WireRecord implements StatsRecord {
	readonly domain: RemoteDomain;
	readonly template: RecordTemplate;
	readonly #message: WireMessage;
	readonly #start: number;
	#values: readonly XdrValue[] | undefined;

	/**
	@param start bytes from the beginning of the message to the record.
	@param values of all fields, where they are known. Undefined: they are read once they are asked for.
	*/
	constructor(
		domain: RemoteDomain,
		template: RecordTemplate,
		message: WireMessage,
		start: number,
		values?: readonly XdrValue[],
	) {
		this.domain = domain;
		this.template = template;
		this.#message = message;
		this.#start = start;
		this.#values = values;
	}

	get fields(): readonly string[] {
		return this.template.fields;
	}

	get values(): readonly XdrValue[] {
		this.#values ??= Array.from(this.template.types, (_, place) => this.#value(place));
		return this.#values;
	}

	/** The value of a field whose type is one of numbers. Undefined: unknown. */
	number(place: number): number | undefined {
		const {types, offsets} = this.template;
		return typedNumber(this.#message.view, this.#start + (offsets[place] ?? 0), types[place] ?? 0);
	}

	#value(place: number): XdrValue {
		const offset = this.#start + (this.template.offsets[place] ?? 0);
		const {bytes, view} = this.#message;
		switch (this.template.types[place]) {
			case parameterTypes.boolean:
				return view.getInt32(offset) !== 0;
			case parameterTypes.string:
				return typedText(bytes, offset, view.getUint32(offset));
			default:
				return this.number(place);
		}
	}
}
