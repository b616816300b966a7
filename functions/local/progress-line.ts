/** One line of a terminal that tells how far a command is. */
export interface ProgressLine {
  readonly show: (stage: string, rows: number) => void;
  readonly clear: () => void;
}

/** Writes to `stream` when it is a terminal, and not more than ten times a second; else nothing. */
export function progressLine(stream: NodeJS.WriteStream | null): ProgressLine {
  const shows = stream?.isTTY === true;
  let shownAt = 0;
  return {
    show(stage, rows) {
      const now = performance.now();
      if (!shows || now - shownAt < 100) return;
      shownAt = now;
      stream.write(`\r\x1b[K${stage} ${rows.toLocaleString('en')}`);
    },
    clear() {
      if (shows && shownAt > 0) stream.write('\r\x1b[K');
    },
  };
}
