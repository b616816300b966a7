/** What a state machine calls: functions by ARN, and the queue. */
export interface MachineCalls {
  invoke(arn: string, event: unknown): Promise<unknown>;
  send(queue: string, body: string): Promise<void>;
}

/** How an execution ended, and the states that it went through, those of items of maps included. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly states: readonly string[];
}

type Json = { readonly [name: string]: unknown };
type State = Json & { readonly Type: string };
type Definition = Json & { readonly StartAt: string; readonly States: { readonly [name: string]: State } };

interface Run {
  readonly calls: MachineCalls;
  readonly context: Json;
  readonly states: string[];
}

/**
 * Runs a definition in Amazon States Language (JSONPath), as far as ours goes: Pass, Task, Choice, Map, Succeed, Fail; retries without
 * waiting; one intrinsic function or two. Whatever else a definition says is an error, so that nothing is passed over in silence.
 */
export async function runDefinition(definition: object, input: Json, context: Json, calls: MachineCalls) {
  const run: Run = { calls, context, states: [] };
  const status = await runStates(definition as Definition, input, run).then(
    () => 'SUCCEEDED' as const,
    (error) => {
      if (error instanceof MachineError) return 'FAILED' as const;
      throw error;
    },
  );
  return { status, states: run.states } satisfies Execution;
}

class MachineError extends Error {}

async function runStates({ StartAt, States }: Definition, input: unknown, run: Run): Promise<unknown> {
  let data = input;
  for (let name: unknown = StartAt; ; ) {
    const state = States[String(name)];
    if (state === undefined) throw new Error(`Cannot go to state "${String(name)}": there is none`);
    run.states.push(String(name));
    if (state.Type === 'Succeed') return data;
    if (state.Type === 'Fail') throw new MachineError(String(state.Error));
    if (state.Type === 'Choice') {
      name = chosen(state, data);
      continue;
    }
    const next = await caught(state, data, run);
    data = next.data;
    if (state.End === true && next.to === undefined) return data;
    name = next.to ?? state.Next;
  }
}

/** Does a state, and where it fails goes where its Catch says, with the error in its place. */
async function caught(state: State, data: unknown, run: Run): Promise<{ data: unknown; to?: unknown }> {
  try {
    return { data: await done(state, data, run) };
  } catch (error) {
    const [catcher] = (state.Catch ?? []) as Json[];
    if (catcher === undefined) throw error;
    const cause = error instanceof Error ? error : new Error(String(error));
    const told = { Error: cause.name, Cause: JSON.stringify({ errorMessage: cause.message }) };
    return { data: placed(data, catcher.ResultPath, told), to: catcher.Next };
  }
}

async function done(state: State, data: unknown, run: Run): Promise<unknown> {
  const input = state.InputPath === undefined ? data : valueAt(data, state.InputPath, run.context);
  const given = state.Parameters === undefined ? input : filled(state.Parameters, input, run.context);
  if (state.Type === 'Pass') return placed(data, state.ResultPath, state.Result ?? given);
  if (state.Type === 'Task')
    return placed(data, state.ResultPath, await retried(state, () => called(state, given, run)));
  if (state.Type === 'Map') return placed(data, state.ResultPath, await mapped(state, data, run));
  throw new Error(`Cannot run a state of type ${state.Type}`);
}

async function called(state: State, given: unknown, { calls }: Run): Promise<unknown> {
  const resource = String(state.Resource);
  if (resource !== 'arn:aws:states:::sqs:sendMessage') return calls.invoke(resource, given);
  const { QueueUrl, MessageBody } = given as Json;
  await calls.send(String(QueueUrl), String(MessageBody));
  return {};
}

async function retried<T>(state: State, act: () => Promise<T>): Promise<T> {
  const [policy] = (state.Retry ?? []) as Json[];
  for (let left = Number(policy?.MaxAttempts ?? 0); ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      if (left <= 0) throw error;
    }
  }
}

/** Items side by side, each as an execution of its own, of which the first failure is that of the map. */
async function mapped(state: State, data: unknown, run: Run): Promise<unknown> {
  const items = valueAt(data, state.ItemsPath, run.context) as unknown[];
  const processor = state.ItemProcessor as Definition;
  return Promise.all(
    items.map((item) => {
      const context = { ...run.context, Map: { Item: { Value: item } } };
      return runStates(processor, filled(state.ItemSelector, data, context), { ...run, context });
    }),
  );
}

function chosen(state: State, data: unknown): unknown {
  for (const choice of state.Choices as Json[]) {
    const value = valueAt(data, choice.Variable, {});
    const holds =
      ('StringEquals' in choice && value === choice.StringEquals) ||
      ('BooleanEquals' in choice && value === choice.BooleanEquals) ||
      ('NumericLessThan' in choice && Number(value) < Number(choice.NumericLessThan));
    if (holds) return choice.Next;
  }
  return state.Default;
}

/** Names that end with `.$` are filled from the data, the context or a function of either. */
function filled(template: unknown, data: unknown, context: Json): unknown {
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), worth(String(value), data, context)]
        : [name, filled(value, data, context)],
    ),
  );
}

function worth(text: string, data: unknown, context: Json): unknown {
  const [, name, first = '', second] = /^States\.(\w+)\(([^,)]+)(?:, ([^)]+))?\)$/.exec(text) ?? [];
  if (name === undefined) return valueAt(data, text, context);
  if (name === 'MathAdd') return Number(valueAt(data, first, context)) + Number(second);
  if (name === 'JsonToString') return JSON.stringify(valueAt(data, first, context));
  throw new Error(`Cannot call States.${name}: it is not known here`);
}

function valueAt(data: unknown, path: unknown, context: Json): unknown {
  const text = String(path);
  const fromContext = text.startsWith('$$');
  let value: unknown = fromContext ? context : data;
  for (const name of text
    .replace(/^\$+\.?/, '')
    .split('.')
    .filter(Boolean)) {
    if (typeof value !== 'object' || value === null || !(name in value)) throw new Error(`Cannot find "${text}"`);
    value = (value as Json)[name];
  }
  return value;
}

/** `null` drops the result, nothing puts it in place of the data, a path puts it there. */
function placed(data: unknown, path: unknown, result: unknown): unknown {
  if (path === null) return data;
  if (path === undefined || path === '$') return result;
  const [, name = ''] = /^\$\.(\w+)$/.exec(String(path)) ?? [];
  return { ...(data as Json), [name]: result };
}
