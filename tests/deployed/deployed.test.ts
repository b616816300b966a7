import { afterAll, beforeAll, describe } from 'vitest';
import { deployedPlace } from '../harness/deployed-place.ts';
import { type Deployment, openDeployment } from '../harness/deployment.ts';
import type { HttpPlace } from '../suite/place.ts';
import { wholeSuite } from '../suite/whole.ts';
import { clientRotationSuite, commandSuite } from './commands.ts';
import { evidenceSuite } from './evidence.ts';
import { expirySuite } from './expiry.ts';
import { keptSuite } from './kept.ts';
import { killedSuite } from './killed.ts';
import { logSuite } from './logs.ts';
import { publicationSuite } from './publication.ts';
import { refusalSuite } from './refusals.ts';
import { rollBackSuite } from './roll-back.ts';

let deployment: Deployment;
let place: HttpPlace;
beforeAll(async () => {
  deployment = await openDeployment();
  if ((await deployment.store.editions.latest('GOVERNMENT')) !== null)
    throw new Error(
      'Cannot test what is deployed: it must hold nothing yet, holds editions; start the emulator anew and deploy again',
    );
  place = await deployedPlace(deployment);
}, 600_000);
afterAll(() => deployment?.[Symbol.asyncDispose]());

// In this order: the later ones publish.
describe('GraphQL, as on this machine', () => wholeSuite(async () => place));
describe('logs and metrics', () =>
  logSuite(
    () => deployment,
    () => place,
  ));
describe('commands', () => commandSuite(() => deployment));
describe('publication', () => publicationSuite(() => deployment));
describe('functions killed', () => killedSuite(() => deployment));
describe('roll-back', () => rollBackSuite(() => deployment));
describe('evidence', () =>
  evidenceSuite(
    () => deployment,
    () => place,
  ));
describe('the daily run of credit', () =>
  expirySuite(
    () => deployment,
    () => place,
  ));
describe('deployed again', () => keptSuite(() => deployment));
describe('what functions must not do', () => refusalSuite(() => deployment));
describe('keys rotated', () => clientRotationSuite(() => deployment));
