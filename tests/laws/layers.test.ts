import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, type SourceFile, sourceFiles } from './source-files.ts';

const rooms = ['schema', 'functions', 'infra'] as const;
const mayImport: { readonly [room: string]: readonly string[] } = {
  schema: ['schema'],
  functions: ['functions', 'schema'],
  infra: ['infra', 'functions', 'schema'],
};

/** Folders of `functions/` that serve the Lambdas; every other one is a Lambda with its handler. */
const serving = ['store', 'platform', 'local', 'publish'];

function targets(file: SourceFile): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.normalize(posix.join(dirname(file.path), name)));
}

const existing = rooms.filter((room) => sourceFilesOrNone(room).length > 0);

function sourceFilesOrNone(room: string): SourceFile[] {
  try {
    return sourceFiles(room);
  } catch {
    return [];
  }
}

test.each(existing)('%s imports only from the rooms below it', (room) => {
  const wrong = sourceFiles(room).flatMap((file) =>
    targets(file)
      .filter((target) => !mayImport[room]?.includes(target.split('/')[0] ?? ''))
      .map((target) => `${file.path} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('handler folders never import each other', () => {
  const wrong = sourceFiles('functions').flatMap((file) => {
    const own = file.path.split('/')[1] ?? '';
    if (own === 'local') return []; // composes the handlers behind a local server
    return targets(file)
      .map((target) => [target, target.split('/')[1] ?? ''] as const)
      .filter(([target, other]) => target.startsWith('functions/') && other !== own && !serving.includes(other))
      .map(([target]) => `${file.path} -> ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('no import goes round in a circle', () => {
  const graph = new Map(sourceFiles(...existing).map((file) => [file.path, runtimeTargets(file)]));
  expect(cycleIn(graph)).toEqual([]);
});

/** Imports of types vanish before anything runs: they may point back. */
function runtimeTargets(file: SourceFile): string[] {
  const text = file.text.replace(/^import type [^;]+;$/gms, '');
  return targets({ path: file.path, text });
}

function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of graph.get(path) ?? []) {
      const cycle = walk(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  return [...graph.keys()].map((path) => walk(path, [])).find((cycle) => cycle.length > 0) ?? [];
}

test('the law sees imports', () => {
  const [file] = sourceFiles('tests/laws').filter(({ path }) => path === 'tests/laws/layers.test.ts');
  expect(file === undefined ? [] : targets(file)).toContain(join('tests', 'laws', 'source-files.ts'));
});
