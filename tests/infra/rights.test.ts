import { expect, test } from 'vitest';
import { deployments } from '../../functions/platform/stack-names.ts';
import { type Resource, resourcesOf, synthesised } from '../harness/made-app.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly 'ForAllValues:StringLike'?: { readonly 'dynamodb:LeadingKeys': unknown } };
}

const app = synthesised('prod');

function statementsOf({ Properties }: Resource): readonly Statement[] {
  return (Properties.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;
}

const policies = resourcesOf(app, 'AWS::IAM::ManagedPolicy');
const actionsOf = (statement: Statement) => [statement.Action].flat();

/** What a function may do with a table, as `action table leading-key…`. */
function tableRights(policyId: string): readonly string[] {
  const [stack] = Object.values(app.templates).filter(({ Resources }) =>
    Object.keys(Resources).some((id) => id.startsWith(policyId)),
  );
  const [, policy] = Object.entries(stack?.Resources ?? {}).find(([id]) => id.startsWith(policyId)) ?? [];
  if (policy === undefined) throw new Error(`Cannot find policy "${policyId}"`);
  return statementsOf(policy)
    .filter((statement) => actionsOf(statement).some((action) => action.startsWith('dynamodb:')))
    .flatMap((statement) => {
      const tables = [...JSON.stringify(statement.Resource).matchAll(/GetAtt(OpenBlocks|RestrictedBlocks|Items)/g)].map(
        ([, name]) => name,
      );
      const keys = [statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? 'all'].flat();
      return actionsOf(statement).flatMap((action) =>
        tables.flatMap((table) => keys.map((key) => `${action.slice(9)} ${table} ${key}`)),
      );
    });
}

test('keyless callers reach a function that reads open blocks, the editions of PUBLIC, and spends points of addresses', () => {
  const rights = tableRights('PublicPolicy');
  expect(rights.filter((right) => right.includes('OpenBlocks')).sort()).toEqual([
    'BatchGetItem OpenBlocks all',
    'GetItem OpenBlocks all',
  ]);
  expect(rights.filter((right) => right.includes('RestrictedBlocks'))).toEqual([]);
  const items = rights.filter((right) => right.includes(' Items '));
  expect(items.filter((right) => right.startsWith('UpdateItem'))).toEqual(['UpdateItem Items limit#points source *']);
  expect(items.filter((right) => /^(Put|Delete|BatchWrite)/.test(right))).toEqual([]);
  for (const right of items)
    expect(right).toMatch(/ (edition|edition-time)#PUBLIC$| publication#PUBLIC#[A-Z]+$| limit#points source \*$/);
});

test('the function of callers with a key writes no block and no edition, and reads no credit block', () => {
  const rights = tableRights('EntitledPolicy');
  expect(
    rights.filter(
      (right) => /^(Put|Delete|BatchWrite|Update)/.test(right) && !/ (limit|evidence-pending)#/.test(right),
    ),
  ).toEqual([]);
  expect(rights.filter((right) => right.includes('RestrictedBlocks'))).not.toContainEqual(
    expect.stringMatching(/credit|all$/),
  );
});

test('only the sequencer reads the secret that signs the evidence log, and no other one', () => {
  const readers = (secret: string) =>
    Object.values(app.templates)
      .flatMap(({ Resources }) => Object.entries(Resources))
      .filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy')
      .filter(([, policy]) =>
        statementsOf(policy).some(
          (statement) =>
            actionsOf(statement).includes('secretsmanager:GetSecretValue') &&
            JSON.stringify(statement.Resource).includes(`GetAtt${secret}Id`),
        ),
      )
      .map(([id]) => id.slice(0, id.indexOf('Policy')))
      .sort();
  expect(readers('EvidenceSecret')).toEqual(['Sequence']);
  expect(readers('Secret')).toEqual(['Credit', 'CreditPublic', 'Entitled', 'Public']);
});

test('only the sweeper scans, and it reads no more than blocks and editions', () => {
  const scanning = policies.filter((policy) =>
    statementsOf(policy).some((statement) => actionsOf(statement).includes('dynamodb:Scan')),
  );
  expect(scanning).toHaveLength(1);
  expect(tableRights('SweepPolicy').filter((right) => right.startsWith('Scan'))).toEqual([
    'Scan OpenBlocks all',
    'Scan RestrictedBlocks all',
  ]);
});

test('no right is for all actions of a service, and none for all resources but traces and the delivery of logs', () => {
  for (const policy of policies)
    for (const statement of statementsOf(policy)) {
      expect(actionsOf(statement).filter((action) => action.includes('*'))).toEqual([]);
      if (statement.Resource !== '*') continue;
      expect(
        actionsOf(statement).filter(
          (action) => !/^xray:|^logs:(\w+LogDeliver\w+|\w+ResourcePolic\w+|DescribeLogGroups)$/.test(action),
        ),
      ).toEqual([]);
    }
});

/** A policy as IAM gets it: names that are known once it is deployed stand as the longest that they can become. */
function asDeployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asDeployed);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, of] = ['', null], ...others] = Object.entries(value);
  if (others.length > 0 || !/^(Ref|Fn::)/.test(name))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asDeployed(inner)]));
  if (name === 'Fn::Join') return (of as [string, unknown[]])[1].map(asDeployed).join((of as [string])[0]);
  const known: { readonly [ref: string]: string } = {
    'AWS::Region': 'ap-southeast-1',
    'AWS::AccountId': '0'.repeat(12),
    'AWS::Partition': 'aws-cn',
  };
  return known[String(of)] ?? 'x'.repeat(longestArn);
}

/** That of a log group: 64 characters of name, and what CloudFormation adds. */
const longestArn = 130;

test('every policy is within the 6,144 characters of a managed one, or the 10,240 of those within a role', () => {
  expect(policies.length).toBeGreaterThan(15);
  for (const { Properties } of policies)
    expect(JSON.stringify(asDeployed(Properties.PolicyDocument)).length).toBeLessThanOrEqual(6144);
  const inline = Object.values(app.templates).flatMap(({ Resources }) =>
    Object.entries(Resources).filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::IAM::Policy' || (Type === 'AWS::IAM::Role' && Properties.Policies !== undefined),
    ),
  );
  const sizes = inline.map(
    ([, { Properties }]) => JSON.stringify(asDeployed(Properties.PolicyDocument ?? Properties.Policies)).length,
  );
  for (const size of sizes) expect(size).toBeLessThanOrEqual(10_240);
});

/** The emulator drops or does not look at most of this (infra/config.ts). */
test.each(deployments)(
  'functions of %s run on Node 24 and arm64, traced, in logs of their own, with no secret in their variables',
  (deployment) => {
    const functions = resourcesOf(synthesised(deployment), 'AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(functions.length).toBeGreaterThan(15);
    for (const {
      Runtime,
      Architectures,
      TracingConfig,
      LoggingConfig,
      ReservedConcurrentExecutions,
      Environment,
    } of functions) {
      expect([Runtime, Architectures, TracingConfig]).toEqual(['nodejs24.x', ['arm64'], { Mode: 'Active' }]);
      expect(LoggingConfig).toEqual({ LogGroup: expect.anything() });
      expect(ReservedConcurrentExecutions).toEqual(deployment === 'dev' ? undefined : expect.any(Number));
      const { Variables } = Environment as { readonly Variables: { readonly [name: string]: unknown } };
      expect(Object.keys(Variables).filter((name) => /KEY|PEPPER|PASSWORD|TOKEN/.test(name))).toEqual([]);
      expect(JSON.stringify(Variables)).not.toContain('resolve:');
    }
  },
);

test.each(deployments)(
  '%s keeps its posture where the account is known, as the CDK command line makes it',
  (deployment) => {
    expect(() => synthesised(deployment, 'eu-central-1', '123456789012')).not.toThrow();
  },
);
