import { readFile } from 'node:fs/promises';
import type { HttpAnswer } from '../platform/http.ts';

/** The schema and the documents, by the path under which they are handed out: that in the project, the schema's shorter. */
const documents = new Map<string, string>([
  ['/schema.graphql', 'schema/schema.graphql'],
  ['/README.md', 'README.md'],
  ['/CONTRIBUTING.md', 'CONTRIBUTING.md'],
  ...['architecture', 'decisions', 'errors', 'evidence', 'operations'].map(
    (name) => [`/docs/${name}.md`, `docs/${name}.md`] as const,
  ),
]);

/** A document of the project as text, which browsers show; null where the path is of none. */
export async function documentAt(path: string): Promise<HttpAnswer | null> {
  const file = documents.get(path);
  if (file === undefined) return null;
  const body = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8').catch(() => null);
  if (body === null) return null;
  const type = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  return { statusCode: 200, headers: { ...type, 'cache-control': 'no-cache' }, body };
}
