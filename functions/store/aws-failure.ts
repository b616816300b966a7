/** What AWS refused or failed to do: named as the SDK names it, with the status of the answer and whatever else it tells. */
export class AwsFailure extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  /** The answer's members, by their names. */
  readonly told: Readonly<Record<string, unknown>>;

  /** `header` is that of `x-amzn-errortype`, which names the failure where the body does not. */
  constructor(status: number, text: string, header?: string) {
    const told = membersOf(text);
    const { message = told.Message, __type: type = header } = told;
    super(typeof message === 'string' ? message : `AWS answered with status ${status}`);
    this.name = typeof type === 'string' ? nameIn(type) : 'UnknownError';
    this.$metadata = { httpStatusCode: status };
    this.told = told;
  }
}

/** `com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…` is an error of the name between `#` and `:`. */
function nameIn(type: string): string {
  const [name = ''] = type.slice(type.indexOf('#') + 1).split(/[:,]/);
  return name.trim() || 'UnknownError';
}

function membersOf(text: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === 'object' && told !== null ? { ...told } : {};
  } catch {
    return {}; // from something between us and AWS: the status says what there is to say
  }
}
