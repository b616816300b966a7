import { redactPersons } from '../../schema/privacy/redact-persons.ts';
import { type Clock, systemClock } from './clock.ts';

/** What a log line says besides its message: counts, names and ids of ours; never text of a caller. */
export type LogFields = { readonly [name: string]: string | number | boolean | null };

/** Writes structured lines. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** With the fault and its causes. */
  error(message: string, fault: unknown, fields?: LogFields): void;
}

const mostCauses = 4;

/** A logger of one JSON object a line (by default to stderr); numbers of persons are redacted wherever they come from. */
export function createLogger(
  write: (line: string) => void = (line) => process.stderr.write(line),
  clock: Clock = systemClock,
): Logger {
  const log = (level: string, message: string, fields: object) =>
    write(`${JSON.stringify({ level, at: new Date(clock()).toISOString(), message, ...fields }, withoutPersons)}\n`);
  return {
    info: (message, fields = {}) => log('info', message, fields),
    warn: (message, fields = {}) => log('warn', message, fields),
    error: (message, fault, fields = {}) => log('error', message, { ...fields, faults: causesOf(fault) }),
  };
}

/**
 * Redacts numbers of persons in what JSON.stringify is about to write under `name`. The id of a request is ours and random, and
 * one in some thousands looks like a mobile number ("…188-4801-9688…"): without it a line could not be found.
 */
export function withoutPersons(name: string, value: unknown): unknown {
  if (name === 'traceId' || (typeof value !== 'string' && typeof value !== 'number')) return value;
  const text = String(value);
  const redacted = redactPersons(text);
  return redacted === text ? value : redacted;
}

/** An error and what caused it, outermost first. */
export function causesOf(fault: unknown): { readonly name: string; readonly stack: string }[] {
  const causes = [];
  for (let next = fault; next instanceof Error && causes.length < mostCauses; next = causeOf(next)) {
    causes.push({ name: next.name, stack: next.stack ?? next.message });
  }
  return causes.length > 0 ? causes : [{ name: typeof fault, stack: 'not an error' }];
}

/** What lies behind an error: its cause, or what GraphQL wrapped. */
export function causeOf(error: Error): unknown {
  return error.cause ?? ('originalError' in error ? error.originalError : undefined);
}
