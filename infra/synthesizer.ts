import { CliCredentialsStackSynthesizer, DefaultStackSynthesizer, type IReusableStackSynthesizer } from 'aws-cdk-lib';
import type { Config } from './config.ts';

/** By whose rights a deployment is made (config.ts). */
export function synthesizerOf({ deployerRights }: Config): IReusableStackSynthesizer {
  const synthesizer = deployerRights ? new CliCredentialsStackSynthesizer() : new DefaultStackSynthesizer();
  return synthesizer as IReusableStackSynthesizer; // the classes are at odds with exactOptionalPropertyTypes
}
