import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Config } from '../../functions/platform/config.ts';
import { type StackName, stackName } from '../../functions/platform/stack-names.ts';
import { clientOptions } from '../../functions/store/aws-endpoint.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are looked into freely by tests
  readonly Properties: any;
}

/** A function's rights as its stack has deployed them. */
export interface DeployedRights {
  /** Whether an action may be done with items of a partition; MiniStack does not look at partition keys, AWS does. */
  mayTouch(action: string, partition: string): boolean;
}

/** Reads the rights of a function from the template that stands. */
export async function rightsOf(config: Config, deployment: string, functionName: string): Promise<DeployedRights> {
  for (const stack of ['api', 'publish', 'watch'] satisfies StackName[]) {
    const resources = await resourcesOf(config, stackName(deployment, stack));
    const role = resources.find(([, { Properties }]) => Properties?.FunctionName === functionName)?.[1].Properties.Role;
    if (role === undefined) continue;
    const roleId: string = role['Fn::GetAtt'][0];
    const statements = resources.flatMap(([, { Type, Properties }]): Statement[] =>
      /^AWS::IAM::(Managed)?Policy$/.test(Type) && JSON.stringify(Properties.Roles).includes(`"${roleId}"`)
        ? Properties.PolicyDocument.Statement
        : [],
    );
    return { mayTouch: (action, partition) => statements.some((statement) => allows(statement, action, partition)) };
  }
  throw new Error(`Cannot find rights of "${functionName}": no stack has it`);
}

async function resourcesOf({ cloudformation }: Config, stack: string): Promise<[string, Resource][]> {
  const client = new CloudFormationClient(clientOptions(cloudformation));
  const found = await client.send(new GetTemplateCommand({ StackName: stack })).catch((error) => {
    if (/does not exist/.test(String(error))) return null;
    throw error;
  });
  return Object.entries(JSON.parse(found?.TemplateBody ?? '{}').Resources ?? {});
}

function allows({ Effect, Action, Resource, Condition = {} }: Statement, action: string, partition: string): boolean {
  if (Effect !== 'Allow' || !listed(Action).includes(`dynamodb:${action}`)) return false;
  if (!/items/i.test(JSON.stringify(Resource))) return false;
  const keys = Object.values(Condition).flatMap((operands) => listed(operands['dynamodb:LeadingKeys'] ?? []));
  return keys.length === 0 || keys.some((pattern) => matches(pattern, partition));
}

function listed(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
