const most = 20_000;
/** No date is longer; a hostile source could fill the memory with texts that are. */
const longestKey = 16;

/**
 * The same function, remembering its answers: registers repeat few dates millions of times. `compute` must be pure; what
 * it throws is not remembered. Bounded: forgets everything when full.
 */
export function remembered<Key extends string | number, Answer>(compute: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new Map<Key, Answer>();
  return (key) => {
    if (typeof key === 'string' && key.length > longestKey) return compute(key);
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size === most) answers.clear();
    const answer = compute(key);
    answers.set(key, answer);
    return answer;
  };
}
