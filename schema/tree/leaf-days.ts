const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const letterN = 0x6e;
/** Stands for no end: after every day. */
const never = Number.POSITIVE_INFINITY;

/** The days of a leaf's rows, read from their lines without parsing these: counting needs nothing else of them. */
export class LeafDays {
  readonly #days: Float64Array;

  /** `keys`: where the key of each line begins. */
  constructor(bytes: Buffer, keys: readonly number[]) {
    this.#days = new Float64Array(keys.length * 2);
    for (const [row, start] of keys.entries()) {
      const from = bytes.indexOf(quote, start) + 2;
      const to = bytes.indexOf(comma, from) + 1;
      this.#days[row * 2] = wholeNumber(bytes, from);
      this.#days[row * 2 + 1] = bytes[to] === letterN ? never : wholeNumber(bytes, to);
    }
  }

  get bytesHeld(): number {
    return this.#days.byteLength;
  }

  /** How many of the rows at `[start, end)` are live on `day`. */
  live(start: number, end: number, day: number): number {
    const days = this.#days;
    let live = 0;
    for (let at = start * 2; at < end * 2; at += 2) {
      if ((days[at] ?? never) <= day && day < (days[at + 1] ?? 0)) live += 1;
    }
    return live;
  }
}

function wholeNumber(bytes: Buffer, start: number): number {
  const isNegative = bytes[start] === minus;
  let number = 0;
  for (let at = isNegative ? start + 1 : start; ; at++) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return isNegative ? -number : number;
    number = number * 10 + digit;
  }
}
