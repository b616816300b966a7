import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { projectFolder } from '../bundle.ts';

/**
 * viewer-request.ts and what it imports as a script for CloudFront's own JavaScript, which knows ECMAScript 2015 and a bit more,
 * and no modules: it calls the global function `handler`.
 */
export function viewerRequestCode(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(projectFolder, 'infra', 'edge', 'viewer-request.ts')],
    absWorkingDir: projectFolder,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2015',
    logLevel: 'error',
  });
  return (outputFiles[0]?.text ?? '').replace(/^export \{[^}]*\};\s*$/m, '');
}
