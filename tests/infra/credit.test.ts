import type { GetItemInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { deployments } from '../../functions/platform/stack-names.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { dynamodbEvidence } from '../../functions/store/dynamodb/evidence.ts';
import { resourcesOf, type Synthesised, synthesised } from '../harness/made-app.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

/** The rights of each function, by the name of its policy's role. */
function rightsOf(app: Synthesised): ReadonlyMap<string, readonly Statement[]> {
  const policies = resourcesOf(app, 'AWS::IAM::ManagedPolicy').map(({ Properties }) => Properties);
  return new Map(
    policies.map(({ Roles, PolicyDocument }) => {
      const { Statement } = PolicyDocument as { Statement: Statement[] };
      return [JSON.stringify(Roles).match(/"(\w+)Role/)?.[1] ?? '', Statement] as const;
    }),
  );
}

function holders(app: Synthesised, pattern: RegExp): string[] {
  const found = [...rightsOf(app)].filter(([, statements]) =>
    statements.some((one) => pattern.test(JSON.stringify(one))),
  );
  return found.map(([name]) => name).sort();
}

/** An evidence log that holds nothing, and the requests that reached it. */
function emptyLog() {
  const asked: GetItemInput[] = [];
  const send = async (_operation: string, input: object) => {
    asked.push(input as GetItemInput);
    return {} as never;
  };
  const connection = connect({ url: 'http://127.0.0.1:1', region: 'us-east-1', hasKeys: false }, 'x-');
  return { evidence: dynamodbEvidence({ ...connection, send }), asked };
}

describe.each(deployments)('credit in %s', (deployment) => {
  const app = synthesised(deployment);

  test('statements are read by the credit functions, the daily run, whatever publishes them, and the sweeper that reads all blocks', () => {
    expect(holders(app, /"credit\/\*"/)).toEqual(['Credit', 'CreditPublic', 'Expire', 'PublishWhole']);
    const knowing = ['Credit', 'CreditPublic', 'Expire', 'PublishFail', 'PublishWhole', 'Sweep'];
    expect(holders(app, /"edition#CREDIT"/)).toEqual(knowing);
  });

  test('quotas, watch lists and the log of queries are the credit function’s alone, which keyless callers do not reach', () => {
    for (const line of [/"limit#credit \*"/, /"watch#\*"/, /"evidence-topic#subject \*"/, /"evidence-topic#publ/])
      expect(holders(app, line)).toEqual(['Credit']);
  });

  test('the one of keyless callers believes in no other tier, spends quotas of addresses alone, and lists no leaf', () => {
    const functions = resourcesOf(app, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
    const told = ({ Environment }: (typeof functions)[number]) =>
      (Environment as { readonly Variables: { readonly [name: string]: unknown } }).Variables.BASEGRID_PUBLIC_ONLY;
    const publicOnly = functions.filter((one) => told(one) === 'on').map(({ FunctionName }) => FunctionName);
    expect(publicOnly.sort()).toEqual([`basegrid-${deployment}-credit-public`, `basegrid-${deployment}-public`]);
    const items = (rightsOf(app).get('CreditPublic') ?? []).filter((one) =>
      JSON.stringify(one.Action).includes(':Query'),
    );
    expect(items.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['edition#CREDIT'] } },
    ]);
    const limits = JSON.stringify(rightsOf(app).get('CreditPublic')).match(/limit#[^"]*/g);
    expect(limits).toEqual(['limit#credit source *']);
    expect(JSON.stringify(rightsOf(app).get('CreditPublic')).match(/once#[^"]*/g)).toEqual(['once#source *']);
    expect(holders(app, /"once#/)).toEqual(['Credit', 'CreditPublic']);
  });

  test('the one of keyless callers reads of a leaf what a receipt shows, in every request that it makes, and never what opens it', async () => {
    const onLeaves = (rightsOf(app).get('CreditPublic') ?? []).filter(
      (one) =>
        /evidence-(leaf|pending)/.test(JSON.stringify(one)) && JSON.stringify(one.Action) !== '"dynamodb:PutItem"',
    );
    const keys = ['evidence-leaf#*', ...[0, 1, 2, 3, 4, 5, 6, 7].map((shard) => `evidence-pending#${shard}`)];
    const allowed = ['pk', 'sk', 'shown', 'index'];
    expect(onLeaves.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [
        'dynamodb:GetItem',
        {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': allowed },
          StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
        },
      ],
    ]);
    const { evidence, asked } = emptyLog();
    expect(await evidence.shown('ab12')).toBe(null);
    expect(asked.map(({ Key }) => Key?.pk?.S)).toEqual([
      'evidence-leaf#ab12',
      'evidence-pending#2',
      'evidence-leaf#ab12',
    ]);
    for (const { ProjectionExpression, ExpressionAttributeNames = {} } of asked) {
      const named = (ProjectionExpression ?? '').split(', ').map((sign) => ExpressionAttributeNames[sign]);
      expect(named).toEqual(['shown', 'index']);
      expect(allowed).toEqual(expect.arrayContaining(named));
    }
  });

  test('it writes no block, and the daily run reads no quota, no log and no secret', () => {
    const rights = rightsOf(app);
    for (const name of ['Credit', 'CreditPublic']) {
      const credit = (rights.get(name) ?? []).filter((one) => JSON.stringify(one).includes('credit/*'));
      expect(credit.map(({ Action }) => Action)).toEqual([['dynamodb:BatchGetItem', 'dynamodb:GetItem']]);
    }
    expect(JSON.stringify(rights.get('Expire'))).not.toMatch(/limit#|evidence-(leaf|topic|state)|secretsmanager/);
  });

  test('no right is to all items of a table', () => {
    for (const name of ['Credit', 'CreditPublic', 'Expire'])
      for (const statement of rightsOf(app).get(name) ?? [])
        if (JSON.stringify(statement.Action).includes('dynamodb:'))
          expect(JSON.stringify(statement.Condition)).toContain('dynamodb:LeadingKeys');
  });

  test('those who answer GraphQL may each invoke their own, and nothing else', () => {
    const answering = [...rightsOf(app)].filter(([name]) => name !== 'Machine');
    const invoking = answering.flatMap(([name, statements]) =>
      statements
        .filter(({ Action }) => JSON.stringify(Action).includes('InvokeFunction'))
        .map(({ Resource }) => [name, JSON.stringify(Resource).match(/"([A-Za-z]+?)[0-9A-F]{8}"/)?.[1]]),
    );
    expect(invoking.sort()).toEqual([
      ['Entitled', 'Credit'],
      ['Public', 'CreditPublic'],
    ]);
  });

  test('the daily run comes five minutes after midnight in Shanghai', () => {
    const [rule] = resourcesOf(app, 'AWS::Events::Rule')
      .map(({ Properties }) => Properties)
      .filter(({ Description }) => String(Description).includes('00:05'));
    expect(rule?.ScheduleExpression).toBe('cron(5 16 * * ? *)');
  });
});
