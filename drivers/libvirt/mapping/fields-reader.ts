import type {StatsRecord} from '../calls/stats-record.ts';
import {type FieldSetter, fieldSetter} from './field-setter.ts';
import {emptyFields, type RecordFields} from './record-fields.ts';

/** How many names are remembered: as many as a thousand disks in one domain have. */
const mostNames = 32_768;
/** Characters. Names that are longer than libvirt's own are not remembered. */
const longestName = 80;

/** Takes records apart. The meaning of each field's name is remembered, as a thousand domains share a few hundred names. */
export const createFieldsReader = (): ((record: StatsRecord) => RecordFields) => {
	const known = new Map<string, FieldSetter | undefined>();

	const setterOf = (name: string): FieldSetter | undefined => {
		const setter = known.get(name);
		if (setter !== undefined || known.has(name) || name.length > longestName) {
			return setter;
		}

		if (known.size >= mostNames) {
			known.clear();
		}

		const found = fieldSetter(name);
		known.set(name, found);
		return found;
	};

	return ({fields, values}) => {
		const into = emptyFields();
		for (let place = 0; place < fields.length; place += 1) {
			setterOf(fields[place] ?? '')?.(into, values[place]);
		}

		return into;
	};
};
