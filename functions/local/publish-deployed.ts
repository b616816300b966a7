import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { readConfig } from '../platform/config.ts';
import type { Deployment } from '../platform/stack-names.ts';
import { largeObjects } from '../store/aws-endpoint.ts';
import { patientPolicy, retried } from '../store/dynamodb/retry.ts';
import { s3Client } from '../store/s3-objects.ts';
import { deployedConfig } from './deployment.ts';
import type { ProgressLine } from './progress-line.ts';
import type { PublishWords } from './publish-words.ts';

/** S3's limit of one upload. */
const mostBytes = 5 * 2 ** 30;
const minutesPatient = 60;
const looksEverySeconds = 2;

/** Words that name a deployment. */
export type DeployedWords = PublishWords & { readonly deployment: Deployment };

/** Uploads a file to a deployment's source bucket, whose arrival starts the publication, and waits for its report. */
export async function publishDeployed(words: DeployedWords, progress: ProgressLine): Promise<PublicationReport> {
  const { size } = await stat(words.file);
  if (size > mostBytes)
    throw new Error(
      `Cannot upload "${words.file}": size must be at most ${mostBytes} bytes, is ${size}; compress it (.gz)`,
    );
  const config = await deployedConfig(readConfig(process.env), words.deployment);
  const { sourceBucket, reportBucket } = config.deployed;
  const client = s3Client(config.s3, { ...largeObjects, requestTimeout: 0 }); // an upload takes as long as it takes
  // A name that no other upload has: its report is this one's.
  const name = `${new Date().toISOString().replace(/[-:]|\..*/g, '')}-${randomBytes(4).toString('hex')}-${fileName(words)}`;
  const place = `${words.register.toLowerCase()}/${name}`;
  progress.show('uploading', size);
  await retried(`upload "${words.file}"`, patientPolicy, () =>
    client.send(
      new PutObjectCommand({
        Bucket: sourceBucket ?? '',
        Key: `incoming/${place}`,
        Body: createReadStream(words.file),
        ContentLength: size,
        Metadata: words.typed,
      }),
    ),
  );
  return waitForReport(client, { bucket: reportBucket ?? '', key: `${place}.report.json` }, progress);
}

/** Object keys are seen in logs and consoles: what is no letter, digit, dot or dash is not in them. */
function fileName({ file }: PublishWords): string {
  return basename(file).replace(/[^\w.-]/g, '_');
}

interface ReportPlace {
  readonly bucket: string;
  readonly key: string;
}

async function waitForReport(client: S3Client, place: ReportPlace, progress: ProgressLine): Promise<PublicationReport> {
  const mostLooks = (minutesPatient * 60) / looksEverySeconds;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const report = await retried('look for the report', patientPolicy, () => readReport(client, place));
    if (report !== null) return report;
    progress.show('uploaded; waiting for the report, seconds:', looks * looksEverySeconds);
    await sleep(looks === 0 ? 500 : looksEverySeconds * 1000);
  }
  const wanted = `must come within ${minutesPatient} minutes, has not`;
  throw new Error(
    `Cannot see report "${place.key}" in bucket "${place.bucket}": ${wanted}; docs/operations.md says where to look`,
  );
}

async function readReport(client: S3Client, { bucket, key }: ReportPlace): Promise<PublicationReport | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body === undefined ? null : (JSON.parse(await Body.transformToString()) as PublicationReport);
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}
