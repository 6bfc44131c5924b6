/** The same keys, absent where they were undefined. */
export type Defined<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out the keys that are undefined: an absent key and an undefined one are not the same to a type or to an API. */
export function defined<T extends object>(values: T): Defined<T> {
  // Object.fromEntries forgets the keys that Object.entries had.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
