import type { Tier } from '../../schema/privacy/tier.ts';
import type { Withheld } from '../../schema/privacy/withholding.ts';
import type { ApiClient } from '../harness/client.ts';

/** What a viewer got, wherever he asked. */
export interface PlaceAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly data: any;
  readonly errors: readonly { readonly message: string }[];
  /** `extensions.code` of the errors. */
  readonly codes: readonly unknown[];
  readonly withheld: readonly Withheld[];
}

/** Who asks in a place, and how fast it is. */
export interface Place {
  /** Asks as a viewer of a tier (PUBLIC unless said otherwise). */
  ask(source: string, variables?: Record<string, unknown>, tier?: Tier): Promise<PlaceAnswer>;
  /** When each publication of the story (story-files.ts) became known, ISO instants in order. */
  readonly times: readonly string[];
  /** How many of `runs` generated questions there is time for. */
  runs(runs: number): number;
}

/** A place behind HTTP. */
export interface HttpPlace extends Place {
  /** Asks with the key of a client of a tier; PUBLIC: without one. */
  api(tier?: Tier): ApiClient;
  /** Gives out a key, to an organisation its own, and takes it back. */
  admit(
    tier: Tier,
    subject?: string,
  ): Promise<{ readonly api: ApiClient; readonly secret: string; revoke(): Promise<void> }>;
}

/** The time of a publication of the story; there must be one. */
export function timeOf({ times }: Place, publication: number): string {
  const time = times[publication];
  if (time === undefined)
    throw new Error(`Cannot tell the time of publication ${publication}: there are ${times.length}`);
  return time;
}

/** A little before or after an instant. */
export function shifted(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
