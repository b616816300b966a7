import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';
import { simple } from 'acorn-walk';
import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

const most = { fileLines: 200, functionLines: 40, parameters: 4 };
const medians = { fileLines: 70, functionLines: 12 };

interface Measured {
  readonly name: string;
  readonly lines: number;
  readonly parameters: number;
}

/** A comment `budget: reason` in a file excuses it, one within a function or right above it excuses that function. */
function excused(text: string): boolean {
  return /\/\/ budget: \S/.test(text);
}

function functionsOf(file: SourceFile): Measured[] {
  const code = stripTypeScriptTypes(file.text); // keeps every line where it is
  const found: Measured[] = [];
  const measure = (node: Node & { params: readonly unknown[] }): void => {
    const text = file.text.slice(node.start, node.end);
    const lineBefore = file.text.slice(0, node.start).split('\n').at(-2) ?? '';
    if (excused(text) || excused(lineBefore)) return;
    const line = file.text.slice(0, node.start).split('\n').length;
    found.push({ name: `${file.path}:${line}`, lines: text.split('\n').length, parameters: node.params.length });
  };
  simple(parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }), {
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  });
  return found;
}

const files = sourceFiles('schema', 'functions', 'infra');
const functions = files.flatMap(functionsOf);

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

test(`no file is longer than ${most.fileLines} lines`, () => {
  const long = files.filter(
    ({ text }) => text.split('\n').length - 1 > most.fileLines && !excused(text.split('\n', 5).join('\n')),
  );
  expect(long.map(({ path, text }) => `${path} ${text.split('\n').length - 1}`)).toEqual([]);
});

test(`no function is longer than ${most.functionLines} lines`, () => {
  expect(
    functions.filter(({ lines }) => lines > most.functionLines).map(({ name, lines }) => `${name} ${lines}`),
  ).toEqual([]);
});

test(`no function takes more than ${most.parameters} parameters`, () => {
  const greedy = functions.filter(({ parameters }) => parameters > most.parameters);
  expect(greedy.map(({ name, parameters }) => `${name} ${parameters}`)).toEqual([]);
});

test('the middle file and the middle function are short', () => {
  expect(median(files.map(({ text }) => text.split('\n').length))).toBeLessThanOrEqual(medians.fileLines);
  expect(median(functions.map(({ lines }) => lines))).toBeLessThanOrEqual(medians.functionLines);
});
