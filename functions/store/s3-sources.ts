import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import type { SourceStore } from '../../schema/ports.ts';
import type { Endpoint } from '../platform/config.ts';
import { patientPolicy, type RetryPolicy, retried } from './dynamodb/retry.ts';
import { getObject, s3Client } from './s3-objects.ts';

/** Bytes handed on at once: those that a file is read in, so that both are read alike. */
const chunkBytes = 64 * 1024;
/** Bytes read in one request: a connection that breaks costs one piece, and memory holds two. */
const pieceBytes = 8 * 2 ** 20;

interface Version {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** Source files in an S3 bucket. A version is read in pieces, each asked for again when it fails, the next one ahead. */
export function s3Sources(endpoint: Endpoint, bucket: string, retry: RetryPolicy = patientPolicy): SourceStore {
  const client = s3Client(endpoint);
  return {
    async open(name, version) {
      const object = { Bucket: bucket, Key: name, ...(version === null ? {} : { VersionId: version }) };
      const head = await retried(`look at object "${name}"`, retry, () => headOf(client, object));
      if (head === null) return null;
      const { ContentLength: size = 0, ETag, Metadata: metadata = {} } = head;
      return { metadata, bytes: () => piecesOf(client, { object, size, etag: ETag, retry }) };
    },
  };
}

async function headOf(client: S3Client, object: Version) {
  try {
    return await client.send(new HeadObjectCommand(object));
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

interface Reading {
  readonly object: Version;
  readonly size: number;
  /** Every piece must be of this content. */
  readonly etag: string | undefined;
  readonly retry: RetryPolicy;
}

async function* piecesOf(client: S3Client, { object, size, etag, retry }: Reading): AsyncGenerator<Uint8Array> {
  const read = async (start: number): Promise<Uint8Array> => {
    const Range = `bytes=${start}-${Math.min(start + pieceBytes, size) - 1}`;
    const input = { ...object, Range, ...(etag === undefined ? {} : { IfMatch: etag }) };
    const bytes = await retried(`read object "${object.Key}"`, retry, () => getObject(client, input));
    if (bytes === null) throw new Error(`Cannot read object "${object.Key}": it must stay, is gone`);
    return bytes;
  };
  let ahead = size > 0 ? read(0) : null;
  for (let start = 0; ahead !== null; start += pieceBytes) {
    const bytes: Uint8Array = await ahead;
    ahead = start + pieceBytes < size ? read(start + pieceBytes) : null;
    ahead?.catch(() => undefined); // told to whoever awaits it
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
}
