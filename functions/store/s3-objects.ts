import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '../../schema/ports.ts';
import type { Endpoint } from '../platform/config.ts';
import { clientOptions, isLocal } from './aws-endpoint.ts';
import { patientPolicy, type RetryPolicy, retried } from './dynamodb/retry.ts';

/** The object port on an S3 bucket. A local endpoint is spoken to in path style, as it has no name for each bucket. */
export function s3Objects(endpoint: Endpoint, bucket: string, retry: RetryPolicy = patientPolicy): ObjectStore {
  const client = new S3Client({ ...clientOptions(endpoint), forcePathStyle: isLocal(endpoint) });
  return {
    put: async (name, bytes) => {
      const command = new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes });
      await retried(`write object "${name}"`, retry, () => client.send(command));
    },
    get: (name) => retried(`read object "${name}"`, retry, () => getObject(client, bucket, name)),
  };
}

/** Reads the body within the attempt: a connection that breaks in the middle is a failed attempt. */
async function getObject(client: S3Client, bucket: string, name: string): Promise<Uint8Array | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
    return Body === undefined ? null : await Body.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}
