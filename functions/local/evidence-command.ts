import { auditLog, type LogToAudit } from '../../schema/evidence/audit-log.ts';
import { headOf, openCheckpoint } from '../../schema/evidence/checkpoint.ts';
import { checkOpenings, type LeafField } from '../../schema/evidence/leaf-openings.ts';
import { entriesSource, tableSource, tilesSource } from '../../schema/evidence/leaf-source.ts';
import { checkReceipt } from '../../schema/evidence/receipt.ts';
import { type Verifier, verifierLine } from '../../schema/evidence/signed-note.ts';
import { advanceLog } from '../evidence/advance-log.ts';
import { logObjects } from '../evidence/log-parts.ts';
import { openSigners } from '../evidence/open-signers.ts';
import { readConfig } from '../platform/config.ts';
import { outputsOf } from './deployment.ts';
import { keysIn, keysOf, parseJson, receiptOf, seenIn, textIn } from './evidence-files.ts';
import { remoteLog } from './log-origin.ts';
import { runCommand, usageError } from './run-command.ts';
import { openStandingStore } from './standing-store.ts';
import { deploymentVariables, storeVariables } from './variables.ts';

const form = {
  name: 'evidence',
  usage: `npm run evidence -- verify [--url URL] [--key FILE] [--seen FILE]   the whole log: of the store, or served at URL
npm run evidence -- verify --receipt FILE [--key FILE]              one receipt (or the answer that has it), offline
npm run evidence -- key                                             the key line that others verify with
npm run evidence -- checkpoint                                      bring the log up to date now, print its checkpoint
  --deployment NAME   the log of a deployment: local, dev or prod
  --key FILE    key lines to trust (default: the keys of this store; of a URL, its own)
  --seen FILE   a checkpoint, or a receipt, that was seen before: the log must have grown from it
  --json        print JSON: { ok, size, faults }`,
  reads: [...storeVariables, 'BASEGRID_EVIDENCE_ORIGIN', ...deploymentVariables],
  options: {
    url: { type: 'string' },
    deployment: { type: 'string' },
    receipt: { type: 'string' },
    key: { type: 'string' },
    seen: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  takesWords: true,
} as const;

interface Options {
  /** Where a log is served; a deployment's is looked up. */
  readonly url?: string | undefined;
  readonly receipt?: string | undefined;
  readonly key?: string | undefined;
  readonly seen?: string | undefined;
}

/** What was found: faults by name and place; none when all is well. */
interface Finding {
  readonly ok: boolean;
  readonly size: number | null;
  readonly faults: readonly string[];
  readonly text: string;
}

await runCommand(form, async ({ values, positionals }) => {
  const act = actionOf(positionals);
  const url = values.deployment === undefined ? values.url : await urlOf(values.deployment);
  const finding = await act({ ...values, url });
  const { ok, size, faults, text } = finding;
  if (values.json) process.stdout.write(`${JSON.stringify({ ok, size, faults })}\n`);
  else (ok ? process.stdout : process.stderr).write(ok ? text : faults.map((fault) => `${fault}\n`).join(''));
  return ok ? 0 : 1;
});

function actionOf([verb, ...rest]: readonly string[]): (options: Options) => Promise<Finding> {
  if (rest.length > 0)
    throw usageError(`Cannot run "evidence ${verb ?? ''} ${rest.join(' ')}": one word must be enough`);
  if (verb === 'verify') return verify;
  if (verb === 'key') return showKey;
  if (verb === 'checkpoint') return advance;
  throw usageError(`Cannot run "evidence ${verb ?? ''}": must be verify, key or checkpoint`);
}

async function verify(options: Options): Promise<Finding> {
  if (options.receipt !== undefined) return verifyReceipt(options.receipt, options.key);
  return options.url === undefined ? verifyStore(options) : verifyUrl(options.url, options);
}

async function verifyReceipt(file: string, key: string | undefined): Promise<Finding> {
  const verifiers = key === undefined ? await ownKeys() : await keysIn(key);
  const found = receiptOf(parseJson(await textIn(file), file));
  const held = checkReceipt(found, verifiers);
  if (!held.ok) return faulty(held.reason);
  const { receipt, index, checkpoint } = held.value;
  const { openings = null } = found as { openings?: unknown };
  const opened = openings === null ? null : checkOpenings(openings, receipt.leafHash);
  if (opened !== null && !opened.ok) return faulty(opened.reason);
  const lines = [
    `leaf        ${index} of ${checkpoint.size}, ${receipt.leafHash}`,
    `log         ${checkpoint.origin}`,
    `receipt     ${receipt.id}, issued ${receipt.issuedAt}: as it says itself, the log does not prove either`,
    'The leaf is in the log.',
    ...(opened === null ? [] : openedLines(opened.value)),
  ];
  return { ok: true, size: checkpoint.size, faults: [], text: `${lines.join('\n')}\n` };
}

/** The fields that openings show the leaf to be about. */
function openedLines(fields: readonly LeafField[]): string[] {
  return ['It was opened, and is about:', ...fields.map(({ field, value }) => `  ${field}: ${value}`)];
}

async function verifyUrl(url: string, options: Options): Promise<Finding> {
  const log = remoteLog(url);
  const verifiers = options.key === undefined ? keysOf((await log.text('key')) ?? '', url) : await keysIn(options.key);
  const note = await log.text('checkpoint');
  if (note === null) return faulty('checkpoint is missing');
  const sources = [entriesSource(log.read), tilesSource(log.read)];
  return audit(note, verifiers, { sources, read: log.read, seen: await seenIn(options.seen) });
}

/** The own store: its table must say the same as its tiles, and know all that was ever published. */
async function verifyStore(options: Options): Promise<Finding> {
  const config = readConfig(process.env);
  const [store, signers] = [await openStandingStore(config), await openSigners(config)];
  try {
    const { evidence, tiles } = store;
    const verifiers = options.key === undefined ? signers : await keysIn(options.key);
    const stopped = await advanceLog({ evidence, tiles, signers }).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const checkpoint = await evidence.checkpoint();
    const published = await tiles.get(logObjects.newest);
    const seen = [
      ...(await seenIn(options.seen)),
      ...(published === null ? [] : [headOf(Buffer.from(published).toString())]),
    ];
    if (checkpoint === null)
      return stopped === null && seen.length === 0
        ? empty()
        : faulty(stopped ?? 'the table has no checkpoint, one was published: it was rolled back');
    const sources = [entriesSource(tiles.get), tilesSource(tiles.get), tableSource(evidence.run)];
    const found = await audit(checkpoint.note, verifiers, { sources, read: tiles.get, seen });
    return stopped === null || !found.ok ? found : faulty(stopped);
  } finally {
    await store.close();
  }
}

async function audit(
  note: string,
  verifiers: readonly Verifier[],
  log: Omit<LogToAudit, 'checkpoint'>,
): Promise<Finding> {
  const checkpoint = openCheckpoint(note, verifiers);
  if (!checkpoint.ok) return faulty(`checkpoint: ${checkpoint.reason}`);
  const { size, root, origin } = checkpoint.value;
  const faults = await auditLog({ ...log, checkpoint: checkpoint.value });
  const lines = [
    `log    ${origin}`,
    `size   ${size}`,
    `root   ${Buffer.from(root).toString('base64')}`,
    'The log is whole.',
  ];
  return { ok: faults.length === 0, size, faults, text: `${lines.join('\n')}\n` };
}

async function showKey({ url }: Options): Promise<Finding> {
  const verifiers = url === undefined ? await ownKeys() : keysOf((await remoteLog(url).text('key')) ?? '', url);
  const lines = verifiers.map((verifier) => `${verifierLine(verifier)}\n`);
  return { ok: true, size: null, faults: [], text: lines.join('') };
}

/** Of a log that is served elsewhere the checkpoint is only shown: a schedule brings it up to date. */
async function advance({ url }: Options): Promise<Finding> {
  if (url !== undefined) {
    const note = await remoteLog(url).text('checkpoint');
    return note === null ? empty() : { ok: true, size: headOf(note).size, faults: [], text: note };
  }
  const config = readConfig(process.env);
  const [store, signers] = [await openStandingStore(config), await openSigners(config)];
  try {
    const checkpoint = await advanceLog({ evidence: store.evidence, tiles: store.tiles, signers });
    return checkpoint === null ? empty() : { ok: true, size: checkpoint.size, faults: [], text: checkpoint.note };
  } finally {
    await store.close();
  }
}

async function urlOf(deployment: string): Promise<string> {
  const tell = await outputsOf(readConfig(process.env), deployment, ['apiUrl']);
  return `${tell('apiUrl')}/evidence`;
}

async function ownKeys(): Promise<readonly Verifier[]> {
  return openSigners(readConfig(process.env));
}

function empty(): Finding {
  return { ok: true, size: 0, faults: [], text: 'The log is empty.\n' };
}

function faulty(fault: string): Finding {
  return { ok: false, size: null, faults: [fault], text: '' };
}
