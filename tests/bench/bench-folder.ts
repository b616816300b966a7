import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, sourceFiles } from '../laws/source-files.ts';

const root = join(projectFolder, '.cache', 'bench');

/** Code that decides what the sample and its blocks are: other code, other data. */
const decisive = ['tree/', 'publication/', 'geometry/', 'registers/', 'publish/', 'store/', 'local/sample/'];
const indecisive = /(type|filter)\.ts$/;

function versionOfCode(): string {
  const hash = createHash('sha256');
  for (const { path, text } of sourceFiles('schema', 'functions')) {
    const inside = path.slice(path.indexOf('/') + 1);
    if (decisive.some((folder) => inside.startsWith(folder)) && !indecisive.test(path)) hash.update(path).update(text);
  }
  return hash.digest('hex').slice(0, 12);
}

/** Twelve digits that change with the decisive code; asked once, so that a run keeps its data while code is edited. */
export const codeVersion = versionOfCode();

/** Removes what earlier versions of the code left, or everything. */
export function clearBenchFolder({ fresh }: { readonly fresh: boolean }): void {
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) {
    if (fresh || name !== codeVersion) rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** A folder of bench data of that name; `fill` makes it unless an earlier run of the same code did. */
export async function benchFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(root, codeVersion, name);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.part`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await fill(draft);
  renameSync(draft, folder);
  return folder;
}
