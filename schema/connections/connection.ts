import { builder } from '../builder.ts';
import { endCursor, type Page } from './page.ts';

type ObjectRefOf<T> = ReturnType<typeof builder.objectRef<T>>;

interface Edge<T> {
  readonly node: T;
  readonly page: Page<T>;
  readonly position: string;
}

const PageInfo = builder.objectRef<Page<unknown>>('PageInfo').implement({
  description: 'Where a page stands in its list (Relay cursor connections).',
  fields: (t) => ({
    hasNextPage: t.boolean({
      nullable: false,
      description:
        'Whether more may follow; a page that had to be searched for (a filter that no order serves, a `validAt` before nearly all that is known) can be short and still have a next.',
      resolve: (page) => page.next !== null,
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { nullable: false, description: 'Whether rows come before.' }),
    startCursor: t.string({
      description: 'Cursor of the first row of the page.',
      resolve: (page) => (page.positions[0] === undefined ? null : page.seal(page.positions[0])),
    }),
    endCursor: t.string({
      description: 'Give it as `after` to go on; may lie behind the last row.',
      resolve: endCursor,
    }),
  }),
});

/** The Relay connection over `node`: lists are read forwards, at most 1,000 rows a page. */
export function connectionOf<T>(node: ObjectRefOf<T>, name: string): ObjectRefOf<Page<T>> {
  const edge = edgeOf(node, name);
  const connection = builder.objectRef<Page<T>>(`${name}Connection`);
  connection.implement({
    description: `A page of a list of ${name}. Cursors stay in the edition that the list began with.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        nullable: { list: false, items: false },
        description: 'The rows of the page with their cursors; at most `first`.',
        resolve: (page) => {
          const { nodes, positions } = page;
          return nodes.map((node, place): Edge<T> => ({ node, page, position: positions[place] ?? '' }));
        },
      }),
      nodes: t.field({
        type: [node],
        nullable: { list: false, items: false },
        description: 'The rows of the page; at most `first`.',
        resolve: (page) => page.nodes,
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        description: 'Where the page stands.',
        resolve: (page) => page,
      }),
      totalCount: t.int({
        description:
          'Rows of the whole list, exactly; null where no order of the register serves the filter, or too much would have to be read.',
        resolve: (page) => page.count(),
      }),
    }),
  });
  return connection;
}

function edgeOf<T>(node: ObjectRefOf<T>, name: string): ObjectRefOf<Edge<T>> {
  const edge = builder.objectRef<Edge<T>>(`${name}Edge`);
  edge.implement({
    description: 'One row of a list.',
    fields: (t) => ({
      cursor: t.string({
        nullable: false,
        description: 'Give it as `after` to go on behind this row.',
        resolve: (edge) => edge.page.seal(edge.position),
      }),
      node: t.field({
        type: node,
        nullable: false,
        description: 'The row.',
        // a constant: the compiler cannot tell of a generic T that it is no promise
        resolve: (edge) => edge.node as never,
      }),
    }),
  });
  return edge;
}
