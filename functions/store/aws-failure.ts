/** What AWS refused or failed to do: named as the SDK names it, with the status of the answer and whatever else it tells. */
export class AwsFailure extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  /** The answer's members, by their names. */
  readonly told: Readonly<Record<string, unknown>>;

  constructor(status: number, text: string) {
    const told = membersOf(text);
    const { message = told.Message, __type: type } = told;
    super(typeof message === 'string' ? message : `AWS answered with status ${status}`);
    // `com.amazonaws.dynamodb.v20120810#ThrottlingException` is an error of the name behind `#`.
    this.name = typeof type === 'string' ? type.slice(type.indexOf('#') + 1) : 'UnknownError';
    this.$metadata = { httpStatusCode: status };
    this.told = told;
  }
}

function membersOf(text: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === 'object' && told !== null ? { ...told } : {};
  } catch {
    return {}; // from something between us and AWS: the status says what there is to say
  }
}
