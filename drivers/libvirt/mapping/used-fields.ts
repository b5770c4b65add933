import {fieldSetter, numberedName} from './field-setter.ts';

/** A field that domtop has a use for. */
export type UsedField = {
	/** Its place in the record. */
	readonly place: number;
	readonly name: string;
	/** Of `block.N.key`, `net.N.key` and `vcpu.N.key`. Undefined: its name has no number. */
	readonly numbered: ReturnType<typeof numberedName>;
};

/** Undefined: two of the fields have one name. */
export type UsedFields = (fields: readonly string[]) => readonly UsedField[] | undefined;

const usedFields: UsedFields = (fields) => {
	const used = fields.flatMap((name, place) =>
		fieldSetter(name) === undefined ? [] : [{place, name, numbered: numberedName(name)}],
	);
	return new Set(used.map(({name}) => name)).size === used.length ? used : undefined;
};

/** Remembers what was found in a list of fields, as a thousand domains share a few lists. */
export const createUsedFields = (): UsedFields => {
	const known = new WeakMap<readonly string[], readonly UsedField[] | false>();
	return (fields) => {
		const found = known.get(fields) ?? usedFields(fields) ?? false;
		known.set(fields, found);
		return found === false ? undefined : found;
	};
};
