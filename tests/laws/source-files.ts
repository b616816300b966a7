import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One TypeScript file of the project. */
export interface SourceFile {
  /** Path from the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** All TypeScript files below the rooms named, in order of path. */
export function sourceFiles(...rooms: readonly string[]): SourceFile[] {
  return rooms
    .flatMap((room) => filesBelow(join(projectFolder, room)))
    .map((file) => ({
      path: relative(projectFolder, file).replaceAll('\\', '/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The text without its comments. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** What a file imports, as written: type imports too. */
export function importsOf(file: SourceFile): string[] {
  return [
    ...file.text.matchAll(
      /^\s*(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gms,
    ),
  ].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}
