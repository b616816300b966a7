/** Reads one part of stored JSON, found at `place`; throws an error that names the place, what was wanted and what is there. */
export type Form<Value> = (found: unknown, place: string) => Value;

/** Stored JSON that each process reads for its first answer is read by these: to load zod takes longer than all the rest of it. */
export const text: Form<string> = (found, place) => (typeof found === 'string' ? found : refuse(place, 'text', found));

/** Any number. */
export const number: Form<number> = (found, place) =>
  typeof found === 'number' ? found : refuse(place, 'a number', found);

/** A whole number. */
export const whole: Form<number> = (found, place) =>
  typeof found === 'number' && Number.isSafeInteger(found) ? found : refuse(place, 'a whole number', found);

/** A whole number from `least` on. */
export function from(least: number): Form<number> {
  return (found, place) =>
    whole(found, place) >= least ? Number(found) : refuse(place, `a whole number from ${least} on`, found);
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Form<Word> {
  return (found, place) => words.find((word) => word === found) ?? refuse(place, `one of ${words.join(', ')}`, found);
}

/** The same or null. */
export function orNull<Value>(form: Form<Value>): Form<Value | null> {
  return (found, place) => (found === null ? null : form(found, place));
}

/** The same, or nothing at all: the member is left out. */
export function orAbsent<Value>(form: Form<Value>): Form<Value | undefined> {
  return (found, place) => (found === undefined ? undefined : form(found, place));
}

/** A list. */
export function list<Value>(form: Form<Value>): Form<Value[]> {
  return (found, place) =>
    Array.isArray(found) ? found.map((one, at) => form(one, `${place}[${at}]`)) : refuse(place, 'a list', found);
}

/** An object of these members; others are left out. */
export function members<Value extends object>(
  forms: { readonly [Name in keyof Value]-?: Form<Value[Name]> },
): Form<Value> {
  return (found, place) => {
    const given = object(found, place);
    const read = Object.entries<Form<unknown>>(forms).map(([name, form]) => [
      name,
      form(given[name], within(place, name)),
    ]);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined));
  };
}

/** An object of any members that `name` takes, all of one form. */
export function each<Name extends string, Value>(name: Form<Name>, form: Form<Value>): Form<{ [N in Name]?: Value }> {
  return (found, place) => {
    const read = Object.entries(object(found, place)).map(([key, one]) => {
      const at = within(place, key);
      return [name(key, `name "${at}"`), form(one, at)] as const;
    });
    return Object.fromEntries(read) as { [N in Name]?: Value };
  };
}

function within(place: string, name: string): string {
  return `${place}.${name}`;
}

function object(found: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return { ...found };
  return refuse(place, 'an object', found);
}

/** What is there is told by its kind alone: stored text may be a secret. */
function refuse(place: string, wanted: string, found: unknown): never {
  throw new Error(`Cannot read stored ${place}: must be ${wanted}, is ${kindOf(found)}`);
}

function kindOf(found: unknown): string {
  if (found === null) return 'null';
  if (found === undefined) return 'absent';
  return Array.isArray(found) ? 'a list' : `another ${typeof found}`;
}
