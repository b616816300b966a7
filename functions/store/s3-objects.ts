import {
  GetObjectCommand,
  type GetObjectCommandInput,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { WorkStore } from '../../schema/ports.ts';
import type { Endpoint } from '../platform/config.ts';
import { untilGivenUp } from '../platform/request-signal.ts';
import { clientOptions, isLocal, largeObjects, type Patience } from './aws-endpoint.ts';
import { patientPolicy, type RetryPolicy, retried } from './dynamodb/retry.ts';

/** A client of S3. A local endpoint is spoken to in path style, as it has no name for each bucket. */
export function s3Client(endpoint: Endpoint, patience: Patience = largeObjects): S3Client {
  return new S3Client({ ...clientOptions(endpoint, patience), forcePathStyle: isLocal(endpoint) });
}

/** The object port on an S3 bucket, and that of work. */
export function s3Objects(endpoint: Endpoint, bucket: string, retry: RetryPolicy = patientPolicy): WorkStore {
  const client = s3Client(endpoint);
  const get = (name: string) =>
    retried(`read object "${name}"`, retry, () => getObject(client, { Bucket: bucket, Key: name }));
  return {
    get,
    put: async (name, bytes) => {
      const command = new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes });
      await retried(`write object "${name}"`, retry, () => client.send(command));
    },
    read: async (name, start, length) => {
      const piece = { Bucket: bucket, Key: name, Range: `bytes=${start}-${start + length - 1}` };
      const bytes = await retried(`read object "${name}"`, retry, () => getObject(client, piece));
      if (bytes?.length === length) return bytes;
      throw new Error(`Cannot read object "${name}": must have ${start + length} bytes, ends before`);
    },
    putOnce: async (name, bytes) => {
      const command = new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes, IfNoneMatch: '*' });
      const isPut = await retried(`write object "${name}"`, retry, () => putIfAbsent(client, command));
      return isPut ? bytes : ((await get(name)) ?? bytes);
    },
  };
}

/** Reads the body within the attempt: a connection that breaks in the middle is a failed attempt. */
export async function getObject(client: S3Client, input: GetObjectCommandInput): Promise<Uint8Array | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand(input), untilGivenUp());
    return Body === undefined ? null : await Body.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

/** An attempt whose answer was lost finds its own object: what stands is then the same. */
async function putIfAbsent(client: S3Client, command: PutObjectCommand): Promise<boolean> {
  try {
    await client.send(command);
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
    throw error;
  }
}
