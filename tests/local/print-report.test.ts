import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { printReport } from '../../functions/local/print-report.ts';
import type { Finding, PublicationReport } from '../../schema/publication/finding.ts';

const standing: PublicationReport = {
  ...{ register: 'HOUSES', district: null, dryRun: false, published: true, refused: false, edition: 11, seq: 3 },
  ...{ rows: 1, inserted: 0, updated: 0, retired: 0, retirementsHeld: 0, unchanged: 1, rejected: 0, blocksWritten: 0 },
  ...{ sealed: {}, findings: [], findingsOmitted: 0, durationMs: 1234 },
};

async function printed(report: Partial<PublicationReport>): Promise<string> {
  const out = new PassThrough();
  printReport({ ...standing, ...report }, out);
  out.end();
  return text(out);
}

function finding(level: Finding['level'], reason: Finding['reason'], line: number): Finding {
  return { level, reason, line, message: 'so it is' };
}

test('one of a kind is told in the singular', async () => {
  const told = await printed({ rejected: 1, sealed: { ownerName: 1, ownerId: 2 }, findingsOmitted: 1 });
  expect(told).toContain('HOUSES: the file says what stands, but for 1 rejected row; edition 11 stays, in 1.2 s\n');
  expect(told).toContain('sealed ownerName: 1 cell dropped\n  sealed ownerId: 2 cells dropped\n');
  expect(told).toContain('and 1 finding more (');
  expect(await printed({ findingsOmitted: 2 })).toContain('and 2 findings more (');
});

test('errors stand before warnings, however many those are and of how many kinds', async () => {
  const warnings = (['PREFIX_DIFFERS', 'STILL_REFERENCED', 'OVERLAP', 'GAP', 'REINSTATED'] as const).flatMap((reason) =>
    [1, 2, 3, 4, 5, 6].map((line) => finding('warning', reason, line)),
  );
  const told = await printed({ findings: [...warnings, finding('error', 'BAD_VALUE', 99)] });
  const lines = told.split('\n').filter((line) => /^ {2}(?:error|warning)/.test(line));
  expect(lines[0]).toBe('  error BAD_VALUE line 99: so it is');
  expect(lines).toHaveLength(20);
  expect(told).toContain('and 11 findings more');
});

test('of what was refused unread, only what is known is told; of a dry run, no blocks', async () => {
  const refused = await printed({
    refused: true,
    published: false,
    rows: 3,
    unchanged: 0,
    retired: 8,
    blocksWritten: 5,
  });
  expect(refused).toBe(`HOUSES: refused after 1.2 s, nothing has changed
  rows                        3
  retired                     8
`);
  expect(await printed({ dryRun: true, published: false, blocksWritten: 5 })).not.toContain('blocks');
  expect(await printed({ inserted: 1, blocksWritten: 5 })).toMatch(/blocks written +5\n/);
});
