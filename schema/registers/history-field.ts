import type { GraphQLResolveInfo } from 'graphql';
import { pageArguments } from '../connections/arguments.ts';
import type { Page } from '../connections/page.ts';
import type { Context } from '../context.ts';
import type { Released } from '../privacy/release.ts';
import { readHistory } from '../reading/history.ts';
import type { PageArguments } from '../reading/page-size.ts';
import type { RegisterName } from './register-name.ts';

/** Options of the field `history`, the same in every register but for its type. */
export const history = {
  nullable: false,
  description: 'All periods of the code and all that was believed of them, in what you may read: the newest first.',
  args: pageArguments,
  resolve: <R extends RegisterName>(
    row: Released<R>,
    page: PageArguments,
    context: Context,
    info: GraphQLResolveInfo,
  ): Promise<Page<Released<R>>> => readHistory(row, page, context, info),
} as const;
