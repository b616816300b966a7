/** AWS refuses what was signed more than five minutes ago, or ahead. */
const mostMilliseconds = 240_000;

/** The time by which requests are signed. */
export interface AwsClock {
  now(): Date;
  /** Learns from the status and date of an answer; true when its request was signed by a time that AWS cannot have taken. */
  corrected(signed: Date, status: number, date: string | undefined): boolean;
}

/** The machine's time, until an answer that refuses tells that it is wrong; from then on the time of AWS. */
export function awsClock(machine: () => number = Date.now): AwsClock {
  let ahead = 0;
  return {
    now: () => new Date(machine() + ahead),
    corrected: (signed, status, date) => {
      const theirs = Date.parse(date ?? '');
      if ((status !== 400 && status !== 403) || Number.isNaN(theirs)) return false;
      if (Math.abs(theirs - signed.getTime()) < mostMilliseconds) return false;
      ahead = theirs - machine();
      return true;
    },
  };
}
