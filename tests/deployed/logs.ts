import { expect, test } from 'vitest';
import { metricNames } from '../../functions/platform/metric-names.ts';
import { apiClient } from '../harness/client.ts';
import type { Deployment } from '../harness/deployment.ts';
import type { HttpPlace } from '../suite/place.ts';

const enforced = process.env.AWS_ENDPOINT_URL?.startsWith('https:') === true;
/** Lines come some time after the answer. */
const inTime = { timeout: 20_000, interval: 200 };
const persons = { mobile: '13800138000', resident: '11010519491231002X' };

/** What functions leave in CloudWatch Logs. */
export function logSuite(deployment: () => Deployment, place: () => HttpPlace): void {
  // Asked without a client of its own and so without a signature, which the emulator wants only where it enforces IAM.
  test.skipIf(enforced)('each request leaves a line of metrics under its trace id', async () => {
    const { url } = deployment();
    const answer = await apiClient(url).post('{ houses(first: 3) { nodes { code floorArea } } nothing }');
    const { traceId } = answer.body.errors[0].extensions;
    const good = await apiClient(url).post('{ houses(first: 3) { nodes { code floorArea } } }');
    expect([answer.status, good.status]).toEqual([400, 200]);
    const cost = good.body.extensions.cost.requested;
    const wanted = [
      { traceId, status: '400' },
      {
        ...{ status: '200', service: `${deployment().config.tablePrefix}entitled` },
        ...{ [metricNames.cost]: cost, [metricNames.withheld]: 3, [metricNames.latency]: expect.any(Number) },
        ...{ [metricNames.editionAge]: expect.any(Number), [metricNames.blockCacheHits]: expect.any(Number) },
      },
    ].map((line) => expect.objectContaining(line));
    const lines = async () => (await linesOf(deployment())).map(parsed).filter((line) => line?._aws !== undefined);
    await expect.poll(lines, inTime).toEqual(expect.arrayContaining(wanted));
  });

  test.skipIf(enforced)('no line holds a key, a query or the number of a person', async () => {
    const { api, secret } = await place().admit('GOVERNMENT');
    const refused = [
      await api.post('query Asked($x: HouseCode!) { house(code: $x) { code } }', { x: persons.resident }),
      await apiClient(deployment().url).post(`query A${persons.mobile} { house(code: "${persons.mobile}") { code } }`),
    ];
    const traces = refused.map(({ body }) => expect.stringContaining(body.errors[0].extensions.traceId));
    await expect.poll(() => linesOf(deployment()), inTime).toEqual(expect.arrayContaining(traces));
    const lines = await linesOf(deployment());
    expect(lines.length).toBeGreaterThan(10);
    const text = lines.join('\n');
    for (const kept of [secret, persons.mobile, persons.resident, 'Asked']) expect(text).not.toContain(kept);
  });
}

function parsed(line: string): Record<string, unknown> | null {
  return line.startsWith('{') ? JSON.parse(line) : null;
}

/** All lines that functions have written; what was said a moment ago may be missing yet. */
async function linesOf({ config }: Deployment): Promise<string[]> {
  const ask = async (action: string, body: object) => {
    const response = await fetch(config.cloudformation.url ?? '', {
      method: 'POST',
      headers: {
        'x-amz-target': `Logs_20140328.${action}`,
        'content-type': 'application/x-amz-json-1.1',
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const { logGroups } = (await ask('DescribeLogGroups', {})) as { logGroups: { logGroupName: string }[] };
  const lines: string[] = [];
  for (const { logGroupName } of logGroups) {
    for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
      const page = (await ask('FilterLogEvents', {
        logGroupName,
        ...(nextToken === undefined ? {} : { nextToken }),
      })) as {
        events: { message: string }[];
        nextToken?: string;
      };
      lines.push(...page.events.map(({ message }) => message));
      nextToken = page.nextToken;
    }
  }
  return lines;
}
