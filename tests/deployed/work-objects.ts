import { GetObjectCommand, ListBucketsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../../functions/platform/config.ts';
import { clientOptions, isLocal } from '../../functions/store/aws-endpoint.ts';
import { workText } from '../harness/work-content.ts';

/** What an object of the bucket of work says. */
export interface WorkObject {
  readonly name: string;
  readonly text: string;
}

/** The name of the bucket of work. */
export async function workBucket({ s3 }: Config): Promise<string> {
  const client = new S3Client({ ...clientOptions(s3), forcePathStyle: isLocal(s3) });
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  const names = Buckets.flatMap(({ Name = '' }) => (Name.includes('-workfiles') ? [Name] : []));
  if (names.length !== 1) throw new Error(`Cannot find the bucket of work: there must be one, are ${names.length}`);
  return names[0] ?? '';
}

/** All that lies in the bucket of work. */
export async function workObjects(config: Config): Promise<WorkObject[]> {
  const client = new S3Client({ ...clientOptions(config.s3), forcePathStyle: isLocal(config.s3) });
  const Bucket = await workBucket(config);
  const objects: WorkObject[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
    for (const { Key: name = '' } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: name }));
      objects.push({ name, text: await workText(name, (await Body?.transformToByteArray()) ?? new Uint8Array()) });
    }
  client.destroy();
  return objects;
}
