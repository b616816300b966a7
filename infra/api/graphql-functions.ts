import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Data } from '../data-stack.ts';
import { secretGrant, tableGrant } from '../grants.ts';
import {
  clientLines,
  editionLinesOf,
  pendingLeaves,
  pointsOfAnyone,
  pointsOfSources,
  restrictedClasses,
} from '../leading-keys.ts';
import { type FunctionParts, makeFunction, type Surroundings } from '../make-function.ts';
import { type CreditFunctions, invokeGrant } from './credit-function.ts';

/** The two functions that answer GraphQL. */
export interface GraphqlFunctions {
  readonly public: LambdaFunction;
  readonly entitled: LambdaFunction;
}

/** What they are made with. */
export interface GraphqlNeeds {
  readonly data: Data;
  /** By which they know CloudFront; null: there is none. */
  readonly proof: CfnSecret | null;
  /** Answer credit queries, for each of them one. */
  readonly credit: CreditFunctions;
}

/** One bundle, deployed twice: what keyless callers reach has no right to read anything that is not open. */
export function makeGraphqlFunctions(
  scope: Construct,
  { data, proof, credit }: GraphqlNeeds,
  around: Surroundings,
): GraphqlFunctions {
  const make = (parts: FunctionParts, asked: LambdaFunction) =>
    makeFunction(scope, asking(proof === null ? parts : proven(parts, proof, data), asked), around);
  const environment: FunctionParts['environment'] = around.config.compresses ? { BASEGRID_COMPRESS: 'on' } : {};
  return {
    public: make(publicParts(data, environment), credit.public),
    entitled: make(entitledParts(data, environment), credit.entitled),
  };
}

/** A function that believes CloudFront, whose proof it may read. */
function proven(parts: FunctionParts, proof: CfnSecret, { keys }: Data): FunctionParts {
  return {
    ...parts,
    environment: { ...parts.environment, BASEGRID_EDGE_SECRET: proof.attrId },
    grants: [...parts.grants, ...secretGrant(proof, keys.items)],
  };
}

/** A function that may ask a credit function. */
function asking(parts: FunctionParts, credit: LambdaFunction): FunctionParts {
  return {
    ...parts,
    environment: { ...parts.environment, BASEGRID_CREDIT_FUNCTION: credit.functionName },
    grants: [...parts.grants, invokeGrant(credit)],
  };
}

function publicParts({ tables, secret, keys }: Data, environment: FunctionParts['environment']): FunctionParts {
  return {
    ...graphql,
    name: 'public',
    description: 'Answers keyless callers, from open data alone',
    environment: { ...environment, BASEGRID_PUBLIC_ONLY: 'on' },
    grants: [
      ...tableGrant(tables.openBlocks, ['GetItem', 'BatchGetItem']),
      ...tableGrant(tables.items, ['GetItem', 'Query'], editionLinesOf(['PUBLIC'])),
      ...tableGrant(tables.items, ['GetItem', 'UpdateItem'], pointsOfSources),
      ...secretGrant(secret, keys.items),
    ],
  };
}

function entitledParts({ tables, secret, keys }: Data, environment: FunctionParts['environment']): FunctionParts {
  return {
    ...graphql,
    name: 'entitled',
    description: 'Answers callers with a key, each from what his tier may read',
    environment,
    grants: [
      ...tableGrant(tables.openBlocks, ['GetItem', 'BatchGetItem']),
      ...tableGrant(tables.restrictedBlocks, ['GetItem', 'BatchGetItem'], restrictedClasses),
      ...tableGrant(tables.items, ['GetItem', 'Query'], editionLinesOf()),
      ...tableGrant(tables.items, ['GetItem'], clientLines),
      ...tableGrant(tables.items, ['GetItem', 'UpdateItem'], pointsOfAnyone),
      ...tableGrant(tables.items, ['PutItem'], pendingLeaves), // reads of government fields leave evidence
      ...secretGrant(secret, keys.items),
    ],
  };
}

const graphql = { entry: 'graphql', handler: 'handler' };
