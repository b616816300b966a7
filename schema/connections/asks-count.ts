import { type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
import { subfields } from '../reading/subfields.ts';

/** Whether `totalCount` of the connection that is resolved is selected, under whatever alias. */
export function asksCount(info: GraphQLResolveInfo): boolean {
  const connection = getNamedType(info.returnType);
  if (!isObjectType(connection)) return false;
  return [...subfields(connection, info.fieldNodes, info).values()].some(([node]) => node?.name.value === 'totalCount');
}
