import { type GraphQLResolveInfo, getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { Context } from '../../context.ts';
import { readArguments } from '../../pricing/argument-points.ts';
import { openCursor } from '../../reading/cursor.ts';
import { type PageArguments, pageSize } from '../../reading/page-size.ts';
import { subfields } from '../../reading/subfields.ts';
import type { CreditKind } from './record.ts';
import { statementsDigest } from './statement-page.ts';

/** Refuses pages of statements that could not be answered, before the query is paid and logged. */
export function checkPages(subjects: readonly string[], context: Context, info: GraphQLResolveInfo): void {
  for (const { first, after, kind } of pagesWanted(info)) {
    pageSize(first);
    if (after != null) for (const subject of subjects) openCursor(context, statementsDigest(subject, kind), after);
  }
}

type Wanted = PageArguments & { readonly kind?: CreditKind | null };

/** Arguments of every `statements` that is selected of an answer, under whatever alias. */
function pagesWanted(info: GraphQLResolveInfo): readonly Wanted[] {
  const union = getNamedType(info.returnType);
  const types = isAbstractType(union) ? info.schema.getPossibleTypes(union) : [union];
  return types.filter(isObjectType).flatMap((type) => {
    const { statements } = type.getFields();
    if (statements === undefined) return [];
    return [...subfields(type, info.fieldNodes, info).values()]
      .filter(([node]) => node?.name.value === statements.name)
      .map(([node]) => readArguments(statements, node, info.variableValues) as Wanted);
  });
}
