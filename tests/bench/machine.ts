import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../laws/source-files.ts';

/** What the figures were measured on, a line each. */
export function machineLines(): string[] {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return [
    `${availableParallelism()} cores (${processor}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}`,
    `node ${process.versions.node}, sqlite ${process.versions.sqlite ?? '?'}, zstd ${process.versions.zstd ?? '?'}`,
    packages.map((name) => `${name} ${versionOf(name)}`).join(', '),
  ];
}

const packages = [
  '@apollo/server',
  'graphql',
  'graphql-jit',
  'graphql-shield',
  '@aws-sdk/client-dynamodb',
  '@dynoxide/linux-x64',
  'csv-parse',
  '@turf/boolean-point-in-polygon',
] as const;

function versionOf(name: string): string {
  try {
    const text = readFileSync(join(projectFolder, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return 'not installed';
  }
}
