import type { AlwaysOpen, ClassRule } from './record-class.ts';

/**
 * Remembers what `make` answers: once for every kind of record. Records are of one kind when the same exceptions of the
 * policies apply to them, so that whatever depends on classes alone is the same for them.
 */
export function perKind<T>(
  policies: { readonly [field: string]: ClassRule },
  make: (record: AlwaysOpen) => T,
): (record: AlwaysOpen) => T {
  const exceptions = [...new Set(Object.values(policies).flatMap((policy) => policy.stricter ?? []))];
  const known = new Map<string, T>();
  let only: { readonly made: T } | null = null;
  return (record) => {
    if (exceptions.length === 0) {
      only ??= { made: make(record) };
      return only.made;
    }
    const kind = exceptions.map(({ applies }) => (applies(record) ? '+' : '-')).join('');
    const remembered = known.get(kind);
    if (remembered !== undefined) return remembered;
    const made = make(record);
    known.set(kind, made);
    return made;
  };
}
