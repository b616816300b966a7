import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Api } from './api-stack.ts';
import type { Config } from './config.ts';
import type { Data } from './data-stack.ts';
import type { Publish } from './publish-stack.ts';
import { alarmsOf, makeAlarm } from './watch/alarms.ts';
import { makeDashboard } from './watch/dashboard.ts';

/** What is watched. */
export interface Watched {
  readonly prefix: string;
  readonly config: Config;
  readonly data: Data;
  readonly api: Api;
  readonly publish: Publish;
}

/** What watches. */
export interface Watch {
  readonly stack: Stack;
  readonly alarms: readonly Alarm[];
}

/** The stack that watches the others: alarms that tell a topic (whoever wants to know subscribes), and a dashboard. */
export function makeWatchStack(scope: Construct, watched: Watched, props: StackProps): Watch {
  const stack = new Stack(scope, 'watch', props);
  const topic = new Topic(stack, 'Alarms', {
    topicName: `${watched.prefix}alarms`,
    masterKey: watched.data.keys.operations,
    enforceSSL: true,
  });
  const alarms = alarmsOf(watched).map((parts) => makeAlarm(stack, parts, topic));
  makeDashboard(stack, watched);
  return { stack, alarms };
}
