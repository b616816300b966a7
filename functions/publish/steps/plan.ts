import type { RegisterName } from '../../../schema/registers/register-name.ts';
import { sourceOf } from '../../../schema/registers/sources.ts';
import { hashedBytes } from '../hashed-bytes.ts';
import { readLines } from '../read-lines.ts';
import { readRows } from '../read-rows.ts';
import type { RowBatch } from '../reading/raw-row.ts';
import { isSourceFault } from '../reading/source-fault.ts';
import { createPart, type PartWriter } from './part-object.ts';
import { storeRefusal } from './refusal.ts';
import type { StepPorts } from './step-ports.ts';
import { readUpload, type Upload, type UploadRequest, uploadPlace } from './upload.ts';
import { withoutSealed } from './without-sealed.ts';
import { workNames, writeWork } from './work-names.ts';

/** How a publication goes on: at once, in parts, or not at all, as its report says. */
export interface Plan {
  readonly path: 'whole' | 'parts' | 'ended';
  /** Numbers of the parts. */
  readonly parts: readonly number[];
}

const ended: Plan = { path: 'ended', parts: [] };

/**
 * Reads the object once, as a stream, and writes its raw rows in parts, without what is sealed. A file that fits into one part, for a register
 * that one step can merge, is published at once.
 */
export async function plan(upload: Upload, ports: StepPorts): Promise<Plan> {
  const place = uploadPlace(upload.key);
  if (place === null) return ended;
  const object = await ports.sources.open(upload.key, upload.version);
  if (object === null) return ended; // taken away since: nothing to report on
  const request = readUploadOr(upload, place, object.metadata);
  if (request instanceof Error) {
    await storeRefusal(upload, place, { level: 'error', reason: 'BAD_VALUE', message: request.message }, ports);
    return ended;
  }
  await writeWork(ports.work, workNames.request(upload.id), request);
  const { register } = request;
  if (register === 'CREDIT') return { path: 'whole', parts: [] };
  const parts = new PartFile(upload.id, ports, await isLarge(register, ports));
  const source = hashedBytes(object.bytes());
  const rows = withoutSealed(readRows(source.bytes, request.name), sourceOf[register].columns);
  const filled = await parts.fill(rows);
  if (filled.path === 'parts') await writeWork(ports.work, workNames.source(upload.id), { hash: source.digest() });
  return filled;
}

function readUploadOr(...[upload, place, metadata]: Parameters<typeof readUpload>): UploadRequest | Error {
  try {
    return readUpload(upload, place, metadata);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function isLarge(register: RegisterName, { store, sizes }: StepPorts): Promise<boolean> {
  const { GOVERNMENT } = await readLines(store);
  return (GOVERNMENT?.registers[register]?.trees['rows.open']?.rows ?? 0) > sizes.standing;
}

/** The parts of one source, the first of which is kept back until there is a second. */
class PartFile {
  readonly #id: string;
  readonly #ports: StepPorts;
  readonly #always: boolean;
  #part: PartWriter = createPart();
  #written = 0;

  constructor(id: string, ports: StepPorts, always: boolean) {
    this.#id = id;
    this.#ports = ports;
    this.#always = always;
  }

  async fill(batches: AsyncIterable<RowBatch>): Promise<Plan> {
    try {
      for await (const batch of batches) {
        if (this.#part.size >= this.#ports.sizes.part) await this.#turn();
        this.#part.add(batch);
      }
    } catch (error) {
      if (!isSourceFault(error)) throw error;
      this.#part.fail(error);
    }
    if (this.#written === 0 && !this.#always) return { path: 'whole', parts: [] };
    await this.#turn();
    return { path: 'parts', parts: Array.from({ length: this.#written }, (_, part) => part) };
  }

  async #turn(): Promise<void> {
    await this.#ports.work.put(workNames.part(this.#id, this.#written), this.#part.bytes());
    this.#part = createPart();
    this.#written += 1;
  }
}
