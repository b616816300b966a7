import * as z from 'zod';
import type { Failure } from './fail.ts';
import type { Upload } from './upload.ts';

const number = z.int().nonnegative();
const numbers = z.array(number);
const attempt = { id: z.string().min(1), attempt: number };

/** What each step in the middle of a publication is told; the state machine passes on what earlier steps answered. */
export const stepEvents = {
  whole: z.object({ id: z.string().min(1) }),
  parse: z.object({ id: z.string().min(1), part: number }),
  settle: z.object({ ...attempt, parts: numbers }),
  merge: z.object({ ...attempt, range: number }),
  arrange: z.object({ ...attempt, ranges: numbers }),
  build: z.object({ ...attempt, task: number }),
  join: z.object(attempt),
} as const;

/** An upload as the state machine tells of it: S3's own words, and those of the execution. */
const arrival = z.object({
  id: z.string().min(1),
  startedAt: z.union([
    z.number().transform((seconds) => seconds * 1000),
    z.iso.datetime({ offset: true }).transform(Date.parse),
  ]),
  object: z.object({ key: z.string().min(1), 'version-id': z.string().optional() }),
});

/** Reads what the first step is told; throws a ZodError for anything else. */
export function readArrival(event: unknown): Upload {
  const { id, startedAt, object } = arrival.parse(event);
  const version = object['version-id'];
  return { id, key: object.key, version: version === undefined || version === 'null' ? null : version, startedAt };
}

const failure = z.object({ upload: z.unknown(), error: z.object({ Error: z.string() }) });

/** Reads what the last step of a failed publication is told: of the error its name alone. */
export function readFailure(event: unknown): Failure {
  const { upload, error } = failure.parse(event);
  return { ...readArrival(upload), error: /^[\w.]{1,60}$/.test(error.Error) ? error.Error : 'Error' };
}
