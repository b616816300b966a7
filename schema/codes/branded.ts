declare const brand: unique symbol;

/** A string that only the parser named after it makes. Brands add up: a community code is a division code too. */
export type Branded<Name extends string> = string & { readonly [brand]: { readonly [N in Name]: true } };
