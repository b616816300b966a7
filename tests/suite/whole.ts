import { beforeAll, describe } from 'vitest';
import { accessSuite } from './access.ts';
import { byCodeSuite } from './by-code.ts';
import { changesSuite } from './changes.ts';
import { creditSuite } from './credit.ts';
import { creditEvidenceSuite } from './credit-evidence.ts';
import { creditStatementsSuite } from './credit-statements.ts';
import { entitiesSuite } from './entities.ts';
import { historySuite } from './history.ts';
import { httpSuite } from './http.ts';
import { listsSuite } from './lists.ts';
import type { HttpPlace } from './place.ts';
import { spatialSuite } from './spatial.ts';

/** All questions to a place behind HTTP: the same on this machine and deployed. */
export function wholeSuite(open: () => Promise<HttpPlace>): void {
  let place: HttpPlace;
  beforeAll(async () => {
    place = await open();
  });
  describe('by code', () => byCodeSuite(open));
  describe('lists', () => listsSuite(open));
  describe('spatial', () => spatialSuite(open));
  describe('history', () => historySuite(open));
  describe('changes', () => changesSuite(open));
  describe('entities', () => entitiesSuite(open));
  describe('access', () => accessSuite(open));
  describe('credit', () => creditSuite(open));
  describe('evidence of credit', () => creditEvidenceSuite(open));
  describe('credit statements', () => creditStatementsSuite(open));
  describe('HTTP', () => httpSuite(() => place.api()));
}
