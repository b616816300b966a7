import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  type SelectionSetNode,
} from 'graphql';

/** What must be known of a document to follow its fragments and directives. */
export type DocumentInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** Selected fields of an object by response key, merged as the specification merges them (CollectFields). */
export function subfields(
  type: GraphQLObjectType,
  nodes: readonly { readonly selectionSet?: SelectionSetNode | undefined }[],
  info: DocumentInfo,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const fragments = new Set<string>();
  for (const node of nodes) if (node.selectionSet) collect(node.selectionSet);
  return fields;

  function collect(set: SelectionSetNode): void {
    for (const node of set.selections) {
      if (!isIncluded(node, info)) continue;
      if (node.kind === 'Field') {
        const key = (node.alias ?? node.name).value;
        const known = fields.get(key);
        if (known === undefined) fields.set(key, [node]);
        else known.push(node);
      } else if (node.kind === 'InlineFragment') {
        if (applies(node.typeCondition?.name.value, type, info)) collect(node.selectionSet);
      } else if (!fragments.has(node.name.value)) {
        fragments.add(node.name.value);
        const fragment = info.fragments[node.name.value];
        if (fragment && applies(fragment.typeCondition.name.value, type, info)) collect(fragment.selectionSet);
      }
    }
  }
}

function isIncluded(node: SelectionSetNode['selections'][number], { variableValues }: DocumentInfo): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}

function applies(condition: string | undefined, type: GraphQLObjectType, { schema }: DocumentInfo): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}
