import { expect, test } from 'vitest';
import { sourceFiles, withoutComments } from './source-files.ts';

const rooms = ['schema', 'functions', 'infra'] as const;
const indexes = ['schema/index.ts', 'schema/registers/index.ts'];
const refusedNames = /(^|[/-])(utils?|helpers?|common|misc|manager|service)(\.|-|\/|$)/;

test('files are named in kebab-case, after one thing', () => {
  const wrong = sourceFiles(...rooms).filter(({ path }) => !/^[a-z0-9/.-]+\.ts$/.test(path) || refusedNames.test(path));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('there are no barrels: only two files are called index.ts, and none only passes exports on', () => {
  const named = sourceFiles(...rooms).filter(({ path }) => path.endsWith('/index.ts') && !indexes.includes(path));
  const passing = sourceFiles(...rooms).filter(({ text }) => /^export (\*|\{[^}]*\}) from /m.test(text));
  expect([...named, ...passing].map(({ path }) => path)).toEqual([]);
});

test('there are no default exports, enums, decorators or any', () => {
  const refused = /^export default |^(export )?(const )?enum |^\s*@[A-Za-z]+\(|:\s*any\b|\bas any\b|<any>/m;
  expect(
    sourceFiles(...rooms)
      .filter(({ text }) => refused.test(withoutComments(text)))
      .map(({ path }) => path),
  ).toEqual([]);
});

test('every export says in a comment what it is', () => {
  const silent = sourceFiles(...rooms).flatMap(({ path, text }) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) => {
      const isExport = /^export (async )?(function|const|interface|type|class)/.test(line);
      return isExport && !documented(lines, index) ? [`${path}:${index + 1}`] : [];
    });
  });
  expect(silent).toEqual([]);
});

/** A type named after the constant above it shares that constant's comment; so do constants in one run. */
function documented(lines: readonly string[], index: number): boolean {
  const above = lines[index - 1]?.trim() ?? '';
  if (above.startsWith('export const') && lines[index]?.startsWith('export const')) return documented(lines, index - 1);
  return above.endsWith('*/') || /^export type \w+ = (z\.infer<|\(typeof )/.test(lines[index] ?? '');
}

test('nothing left to do is left in the code', () => {
  const marks = new RegExp(['TO', 'DO|FIX', 'ME|X', 'XX'].join(''));
  expect(
    sourceFiles('schema', 'functions', 'tests')
      .filter(({ text }) => marks.test(text))
      .map(({ path }) => path),
  ).toEqual([]);
});
