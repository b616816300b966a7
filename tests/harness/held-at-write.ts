// Loaded into a program before its own code (`--import`): it tells how often it wrote to its embedded store, and stands still at one write.
import { writeSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const [at = '0', moment = 'before'] = (process.env.BASEGRID_HELD_AT ?? '').split(' ');
const { exec } = DatabaseSync.prototype;
const { run } = StatementSync.prototype;
let writes = 0;

DatabaseSync.prototype.exec = function (sql) {
  return sql === 'COMMIT' ? written(() => exec.call(this, sql)) : exec.call(this, sql);
};
StatementSync.prototype.run = function (...values) {
  return written(() => run.apply(this, values as Parameters<typeof run>));
};
process.on('exit', () => writeSync(2, `${writes} writes\n`));

function written<Answer>(write: () => Answer): Answer {
  writes += 1;
  const isHeld = writes === Number(at);
  if (isHeld && moment === 'before') standStill();
  const answer = write();
  if (isHeld) standStill();
  return answer;
}

/** Until it is killed: two minutes at most, so that nothing is left of a test that was killed itself. */
function standStill(): void {
  writeSync(2, 'held\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120_000);
  process.exit(1);
}
