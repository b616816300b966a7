import type { RegisterName } from '../../../schema/registers/register-name.ts';
import { type PublishRequest, publishDefaults } from '../publish-request.ts';
import type { StepPorts } from './step-ports.ts';
import type { UploadRequest } from './upload.ts';

type Settings = Pick<StepPorts, 'folder' | 'sizes'>;

/** How a source is taken, in the terms of a publication at once; `bytes` are for whoever reads them. */
export function sourceRequest(
  { name, report, options, startedAt }: Omit<UploadRequest, 'register'>,
  { folder, sizes }: Settings,
  bytes: AsyncIterable<Uint8Array>,
): Omit<PublishRequest, 'register'> {
  const given = { name, report, folder, bytes };
  return { ...publishDefaults, ...options, ...given, now: () => startedAt, sortMemory: sizes.sortMemory };
}

/** The request of a step that reads no bytes of the source. */
export function publishRequest(upload: UploadRequest<RegisterName>, settings: Settings): PublishRequest {
  return { ...sourceRequest(upload, settings, nothing()), register: upload.register };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
