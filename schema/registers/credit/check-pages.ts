import { type GraphQLResolveInfo, getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { Context } from '../../context.ts';
import { readArguments } from '../../pricing/argument-points.ts';
import { openCursor } from '../../reading/cursor.ts';
import { type PageArguments, pageSize } from '../../reading/page-size.ts';
import { subfields } from '../../reading/subfields.ts';
import type { CreditQuestion, StatementWindow } from './credit-port.ts';
import type { CreditKind } from './record.ts';
import { statementsDigest } from './statement-page.ts';
import { type StatementList, statementsThatFit } from './statement-weight.ts';

/**
 * Refuses pages of statements that could not be answered, before the query is paid and logged; answers which they are, and how many
 * bytes of statements can be.
 */
export function checkPages(
  subjects: readonly string[],
  context: Context,
  info: GraphQLResolveInfo,
): Pick<CreditQuestion, 'mostBytes' | 'pages'> {
  const wanted = pagesWanted(info);
  const pages = wanted.map(({ given: { first, after, kind = null } }): StatementWindow => {
    const window = { first: pageSize(first), after: null, kind };
    if (after == null) return window;
    // A cursor is of one organisation's list: of several, that of another is refused here.
    const places = subjects.map((subject) => openCursor(context, statementsDigest(subject, kind), after).position);
    return { ...window, after: places[0] ?? null };
  });
  return { mostBytes: statementsThatFit(wanted, info), pages };
}

interface Wanted extends StatementList {
  readonly given: PageArguments & { readonly kind?: CreditKind | null };
}

/** Arguments and selection of every `statements` that is selected of an answer, under whatever alias. */
function pagesWanted(info: GraphQLResolveInfo): readonly Wanted[] {
  const union = getNamedType(info.returnType);
  const types = isAbstractType(union) ? info.schema.getPossibleTypes(union) : [union];
  return types.filter(isObjectType).flatMap((type) => {
    const { statements } = type.getFields();
    const connection = getNamedType(statements?.type);
    if (statements === undefined || !isObjectType(connection)) return [];
    return [...subfields(type, info.fieldNodes, info).values()].flatMap((selected): Wanted[] => {
      const [node] = selected;
      if (node?.name.value !== statements.name) return [];
      const given = readArguments(statements, node, info.variableValues) as Wanted['given'];
      return [{ type: connection, selected, given }];
    });
  });
}
