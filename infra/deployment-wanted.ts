import { inputError } from '../functions/local/run-command.ts';

/** The region that the environment names, as the AWS SDK and CLI read it; null where it names none. */
export function regionOf(environment: { readonly [name: string]: string | undefined }): string | null {
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || environment.CDK_DEFAULT_REGION || null;
  if (region === null || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return region;
  throw inputError(`Cannot use AWS_REGION ${JSON.stringify(region)}: must be a region such as "us-east-1"`);
}

/** The account that the environment names; null where it names none. */
export function accountOf(environment: { readonly [name: string]: string | undefined }): string | null {
  return environment.CDK_DEFAULT_ACCOUNT || null;
}
