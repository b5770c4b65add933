/** A type with every property asked for, so that a class that implements it forgets none. */
export type Whole<Type> = {readonly [Key in keyof Required<Type>]: Type[Key]};
