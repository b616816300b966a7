import { type PublishRequest, publishDefaults } from '../publish-request.ts';
import type { StepPorts } from './step-ports.ts';
import type { UploadRequest } from './upload.ts';

/** The request of a step, in the terms of a publication at once; its bytes are for whoever reads them. */
export function publishRequest(
  upload: UploadRequest,
  { folder, sizes }: Pick<StepPorts, 'folder' | 'sizes'>,
  bytes: AsyncIterable<Uint8Array> = nothing(),
): PublishRequest {
  const { register, name, report, options, startedAt } = upload;
  const given = { register, name, report, folder, bytes };
  return { ...publishDefaults, ...options, ...given, now: () => startedAt, sortMemory: sizes.sortMemory };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
