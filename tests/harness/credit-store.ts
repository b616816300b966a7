import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { type Expiry, expireCredit } from '../../functions/publish/credit/expire-credit.ts';
import { type CreditRequest, publishCredit } from '../../functions/publish/credit/publish-credit.ts';
import { publishDefaults } from '../../functions/publish/publish-request.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import { type StoredStatement, statementOf } from '../../schema/registers/credit/entries.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { scan } from '../../schema/tree/scan.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { creditCsv } from '../builders/credit-rows.ts';

/** A real store for credit statements, with a clock that the test sets. */
export interface CreditTestStore extends AsyncDisposable {
  readonly store: Store;
  readonly folder: string;
  readonly clock: () => number;
  /** Sets the clock to an ISO instant. */
  setTime(instant: string): void;
  publish(records: readonly CreditRecord[], changed?: Partial<CreditRequest>): Promise<PublicationReport>;
  publishText(text: string, changed?: Partial<CreditRequest>): Promise<PublicationReport>;
  expire(): Promise<Expiry>;
  edition(): Promise<CreditEdition>;
  statementsIn(root: TreeRoot | null): Promise<StoredStatement[]>;
}

/** Opens an empty store at `instant`. */
export function creditStore(instant: string): CreditTestStore {
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-credit-'));
  let now = Date.parse(instant);
  const clock = () => now;
  const store = openSqliteStore(join(folder, 'data'), clock);
  const publishText: CreditTestStore['publishText'] = (text, changed = {}) =>
    publishCredit({ ...publishDefaults, name: 'credit.csv', bytes: once(text), now: clock, folder, ...changed }, store);
  const edition = async () => {
    const newest = await store.creditEditions.latest();
    if (newest === null) throw new Error('Cannot find a credit edition: there is none');
    return newest;
  };
  return {
    ...{ store, folder, clock, publishText, edition },
    setTime: (text) => {
      now = Date.parse(text);
    },
    publish: (records, changed) => publishText(creditCsv(records), changed),
    expire: () => expireCredit({ now: clock, folder }, store),
    statementsIn: async (root) => {
      const found: StoredStatement[] = [];
      for await (const entry of scan(root, {}, creditBlocks(store))) found.push(statementOf(entry));
      return found;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Makes the credit register of `store` equal to `records` at an instant. */
export async function publishStatements(store: Store, records: readonly CreditRecord[], now: number): Promise<void> {
  await using folder = temporaryFolder();
  const request = { ...publishDefaults, name: 'credit.csv', now: () => now, folder: folder.path };
  const report = await publishCredit({ ...request, bytes: once(creditCsv(records)), allowRetirements: true }, store);
  if (!report.published) throw new Error(`Cannot publish statements: ${JSON.stringify(report.findings)}`);
}

/** Blocks of credit statements, straight. */
export function creditBlocks(store: Store): Blocks {
  return verifiedBlocks((names) => store.blocks.read('credit', names));
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
