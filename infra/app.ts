import { App, FileSystem, type StackProps, Tags } from 'aws-cdk-lib';
import { type Deployment, type StackName, stackName } from '../functions/platform/stack-names.ts';
import { type Api, makeApiStack } from './api-stack.ts';
import { configIn } from './config.ts';
import { type Data, makeDataStack } from './data-stack.ts';
import { makeEdgeStack } from './edge-stack.ts';
import type { Surroundings } from './make-function.ts';
import { posture } from './posture.ts';
import { makePublishStack, type Publish } from './publish-stack.ts';
import { synthesizerOf } from './synthesizer.ts';
import { makeWatchStack, type Watch } from './watch-stack.ts';

/** Where and from what a deployment is made. */
export interface Making {
  readonly deployment: Deployment;
  readonly region: string;
  /** null: whichever account it is deployed to. */
  readonly account: string | null;
  /** Of the emulator that it is deployed to; null: AWS. */
  readonly endpoint: string | null;
  /** Folder with a bundle for each entry. */
  readonly bundles: string;
  /** Where templates are written. */
  readonly outdir: string;
}

/** The app of one deployment. */
export interface Made {
  readonly app: App;
  readonly data: Data;
  readonly api: Api;
  readonly publish: Publish;
  readonly watch: Watch;
}

/** Newer ways of CDK that this app has known from its first day. */
const context = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  'aws:cdk:disable-version-reporting': true,
};

/** Makes the app of a deployment: data, edge, api, publish, watch, in the order in which they need each other. */
export function makeApp(making: Making): Made {
  const { deployment, region, account, endpoint, bundles, outdir } = making;
  const config = configIn(deployment, region);
  const prefix = `basegrid-${deployment}-`;
  const app = new App({ outdir, context, analyticsReporting: false });
  const propsOf = (stack: StackName): StackProps => ({
    stackName: stackName(deployment, stack),
    description: `Basegrid, ${deployment}: ${stack}`,
    env: account === null ? { region } : { region, account },
    synthesizer: synthesizerOf(config),
    terminationProtection: stack === 'data' && config.deletionProtection,
  });
  const data = makeDataStack(app, prefix, config, propsOf('data'));
  const around: Surroundings = {
    config,
    prefix,
    endpoint,
    bundleOf: (entry) => `${bundles}/${entry}`,
    data,
    environment: {
      BASEGRID_STORE: 'dynamodb',
      BASEGRID_TABLE_PREFIX: prefix,
      BASEGRID_SECRETS: data.secret.attrId,
      BASEGRID_EVIDENCE_ORIGIN: `basegrid.${deployment}/evidence`,
      BASEGRID_BUILD: FileSystem.fingerprint(`${bundles}/graphql`).slice(0, 12),
    },
  };
  const edge = config.edge ? makeEdgeStack(app, config, propsOf('edge')) : null;
  const api = makeApiStack(app, { data, edge, around }, propsOf('api'));
  const publish = makePublishStack(app, data, around, propsOf('publish'));
  const watch = makeWatchStack(app, { prefix, config, data, api, publish }, propsOf('watch'));
  Tags.of(app).add('basegrid', deployment);
  posture(app);
  return { app, data, api, publish, watch };
}
