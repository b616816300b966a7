import { execute, type GraphQLError, parse, validate } from 'graphql';
import { schema } from '../../schema/index.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { Withheld } from '../../schema/privacy/withholding.ts';
import type { CreditCaller, CreditPort } from '../../schema/registers/credit/credit-port.ts';
import type { MemoryCity } from '../builders/edition.ts';
import { nobody } from '../builders/no-credit.ts';
import { readerContext } from '../builders/reader-context.ts';

/** What a viewer got, and which classes were read for it. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly data: any;
  readonly errors: readonly GraphQLError[];
  /** `extensions.code` of the errors, or the code of the refusal that caused them. */
  readonly codes: readonly unknown[];
  readonly withheld: readonly Withheld[];
  readonly classes: ReadonlySet<FieldClass>;
  readonly blocks: number;
}

/** A viewer of a city, at an instant. */
export interface Asker {
  readonly city: MemoryCity;
  readonly tier?: Tier;
  readonly now?: string;
  /** The credit function that he reaches; without it that is down. */
  readonly credit?: CreditPort;
}

/** Asks with graphql-js, the reference executor. */
export async function ask(
  { city, tier = 'PUBLIC', now = '2026-06-01T00:00:00Z', credit }: Asker,
  source: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const context = {
    ...(await readerContext(city, tier, Date.parse(now))),
    ...(credit && { credit, caller: callerOf(tier) }),
  };
  const document = parse(source);
  const faults = validate(schema, document);
  const result =
    faults.length > 0
      ? { errors: faults, data: null }
      : await execute({ schema, document, variableValues: variables, contextValue: context });
  const errors = result.errors ?? [];
  return {
    data: result.data,
    errors,
    codes: errors.map(codeOf),
    withheld: context.withholding.list(),
    classes: new Set(context.reads.map(([fieldClass]) => fieldClass)),
    blocks: context.reads.length,
  };
}

/** Of every tier one. */
function callerOf(tier: Tier): CreditCaller {
  if (tier === 'PUBLIC') return nobody;
  return { key: `client ${tier}`, tier, name: `A ${tier}`, client: tier, subject: null };
}

/** Coercion of variables wraps what it catches twice. */
function codeOf(error: GraphQLError): unknown {
  for (let next: unknown = error; next instanceof Error; next = (next as GraphQLError).originalError) {
    const code = (next as { readonly code?: unknown }).code ?? (next as GraphQLError).extensions?.code;
    if (code !== undefined) return code;
  }
  return error.message;
}
