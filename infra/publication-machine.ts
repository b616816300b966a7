/** Steps of a publication: exports of functions/publish/handler.ts, each a Lambda function. */
export const publicationSteps = [
  'plan',
  'whole',
  'parse',
  'settle',
  'merge',
  'arrange',
  'build',
  'join',
  'fail',
] as const;
export type PublicationStep = (typeof publicationSteps)[number];

/** What the machine is made of. */
export interface MachineParts {
  /** ARNs of the functions by step. */
  readonly functions: { readonly [S in PublicationStep]: string };
  /** URL of the queue for publications that were given up. */
  readonly deadLetters: string;
  /** Parts of one publication that are worked on at once. */
  readonly concurrency: number;
}

/** A state of Amazon States Language. */
interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** Publications that may come in between before one gives up. */
const mostAttempts = 50;

/** An error of any kind is worth another try: every step may be done twice. Only names that AWS and emulators share are told apart. */
const retry = [
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, JitterStrategy: 'FULL' },
];
const orReport = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Report' }];

/**
 * The state machine of a publication: plan, then one step for a small file, or parts, ranges and trees side by side, joined
 * at the end. A step that cannot be done ends the publication with a report and a dead letter; nothing of it is ever seen.
 * What steps have to tell each other lies in the work bucket: only names and numbers go through the machine.
 */
export function publicationMachine({ functions, deadLetters, concurrency }: MachineParts): object {
  const task = (step: PublicationStep, more: { readonly [field: string]: unknown }): State => ({
    Type: 'Task',
    Resource: functions[step],
    TimeoutSeconds: 900,
    Retry: retry,
    Catch: orReport,
    ...more,
  });
  const each = (step: PublicationStep, more: EachItem): State => ({
    Type: 'Map',
    ItemsPath: more.items,
    ItemSelector: more.item,
    MaxConcurrency: concurrency,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: step,
      States: { [step]: { Type: 'Task', Resource: functions[step], TimeoutSeconds: 900, Retry: retry, End: true } },
    },
    ResultPath: null,
    Catch: orReport,
    Next: more.next,
  });
  return {
    Comment: 'Publishes one uploaded file',
    TimeoutSeconds: 6 * 3600,
    StartAt: 'Begin',
    States: { ...beginning(task, each), ...attempt(task, each), ...judging(), ...ending(task, deadLetters) },
  };
}

interface EachItem {
  readonly items: string;
  readonly item: { readonly [name: string]: string };
  readonly next: string;
}

type Task = (step: PublicationStep, more: { readonly [field: string]: unknown }) => State;
type Each = (step: PublicationStep, more: EachItem) => State;
type States = { readonly [name: string]: State };

function beginning(task: Task, each: Each): States {
  const id = { 'id.$': '$.upload.id' };
  return {
    Begin: {
      Type: 'Pass',
      Parameters: {
        upload: { 'id.$': '$$.Execution.Name', 'startedAt.$': '$$.Execution.StartTime', 'object.$': '$.detail.object' },
        attempt: 1,
      },
      Next: 'Plan',
    },
    Plan: task('plan', { InputPath: '$.upload', ResultPath: '$.plan', Next: 'Path' }),
    Path: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.plan.path', StringEquals: 'whole', Next: 'Whole' },
        { Variable: '$.plan.path', StringEquals: 'parts', Next: 'Parse' },
      ],
      Default: 'Done',
    },
    Whole: task('whole', { Parameters: id, ResultPath: null, Next: 'Done' }),
    Parse: each('parse', { items: '$.plan.parts', item: { ...id, 'part.$': '$$.Map.Item.Value' }, next: 'Settle' }),
  };
}

function attempt(task: Task, each: Each): States {
  const name = { 'id.$': '$.upload.id', 'attempt.$': '$.attempt' };
  const settle = { ...name, 'parts.$': '$.plan.parts' };
  return {
    Settle: task('settle', { Parameters: settle, ResultPath: '$.settled', Next: 'Settled' }),
    Settled: {
      Type: 'Choice',
      Choices: [{ Variable: '$.settled.ended', BooleanEquals: true, Next: 'Done' }],
      Default: 'Merge',
    },
    Merge: each('merge', {
      items: '$.settled.ranges',
      item: { ...name, 'range.$': '$$.Map.Item.Value' },
      next: 'Arrange',
    }),
    Arrange: task('arrange', {
      Parameters: { ...name, 'ranges.$': '$.settled.ranges' },
      ResultPath: '$.arranged',
      Next: 'Build',
    }),
    Build: each('build', { items: '$.arranged.tasks', item: { ...name, 'task.$': '$$.Map.Item.Value' }, next: 'Join' }),
    Join: task('join', { Parameters: name, ResultPath: '$.joined', Next: 'Joined' }),
  };
}

function judging(): States {
  return {
    Joined: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.joined.outcome', StringEquals: 'ended', Next: 'Done' },
        { Variable: '$.attempt', NumericLessThan: mostAttempts, Next: 'Again' },
      ],
      Default: 'GiveUp',
    },
    Again: {
      Type: 'Pass',
      Parameters: { 'upload.$': '$.upload', 'plan.$': '$.plan', 'attempt.$': 'States.MathAdd($.attempt, 1)' },
      Next: 'Settle',
    },
    GiveUp: {
      Type: 'Pass',
      Result: { Error: 'TooManyPublications', Cause: `${mostAttempts} other publications came in between` },
      ResultPath: '$.error',
      Next: 'Report',
    },
  };
}

function ending(task: Task, deadLetters: string): States {
  return {
    Done: { Type: 'Succeed' },
    Report: task('fail', {
      Parameters: { 'upload.$': '$.upload', 'error.$': '$.error' },
      ResultPath: '$.report',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.report', Next: 'Bury' }],
      Next: 'Bury',
    }),
    Bury: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl: deadLetters, 'MessageBody.$': 'States.JsonToString($)' },
      Retry: retry,
      ResultPath: null,
      Next: 'GivenUp',
    },
    GivenUp: {
      Type: 'Fail',
      Error: 'PublicationFailed',
      Cause: 'The dead letter says why; the edition before it stands',
    },
  };
}
