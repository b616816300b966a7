import type { DatabaseSync } from 'node:sqlite';
import { durableTransaction } from './transaction.ts';

/** What a piece of work came to, and whether what it wrote stays. */
export interface Work<T> {
  readonly value: T;
  readonly keep: boolean;
}

interface Job {
  /** Answers how to tell whoever waits, once all is on the disk. */
  readonly run: () => { readonly keep: boolean; readonly settle: () => void };
  readonly fail: (error: unknown) => void;
}

/**
 * Runs pieces of work, each all or nothing, in durable transactions that they share: all that is asked for in one turn of the event
 * loop waits for the disk once. A piece that throws is undone alone.
 */
export function groupCommit(database: DatabaseSync): <T>(work: () => Work<T>) => Promise<T> {
  let jobs: Job[] = [];
  const commit = () => {
    const batch = jobs;
    jobs = [];
    commitAll(database, batch);
  };
  return <T>(work: () => Work<T>) =>
    new Promise<T>((resolve, fail) => {
      if (jobs.length === 0) setImmediate(commit);
      const run = () => {
        const { value, keep } = work();
        return { keep, settle: () => resolve(value) };
      };
      jobs.push({ run, fail });
    });
}

function commitAll(database: DatabaseSync, jobs: readonly Job[]): void {
  const settlements: (() => void)[] = [];
  try {
    durableTransaction(database, () => {
      for (const job of jobs) settlements.push(attempt(database, job));
    });
  } catch (error) {
    for (const job of jobs) job.fail(error);
    return;
  }
  for (const settle of settlements) settle();
}

function attempt(database: DatabaseSync, { run, fail }: Job): () => void {
  database.exec('SAVEPOINT job');
  try {
    const { keep, settle } = run();
    if (!keep) database.exec('ROLLBACK TO job');
    return settle;
  } catch (error) {
    // A full or broken disk may have ended the whole transaction: then all of them fail with it.
    if (!database.isTransaction) throw error;
    database.exec('ROLLBACK TO job');
    return () => fail(error);
  } finally {
    if (database.isTransaction) database.exec('RELEASE job');
  }
}
