/** SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE: https://www.sqlite.org/rescode.html */
const noRoomCodes = new Set([13, 778, 4874]);

/** The error with the place and the way out, if it says that the disk has no room; else as it is. */
export function withPlace(error: unknown, file: string | null): unknown {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  if (!noRoomCodes.has(code)) return error;
  const wanted = 'the disk must have room, is full; what stands is whole, run it again when there is room';
  return new Error(`Cannot write to store ${JSON.stringify(file ?? 'in memory')}: ${wanted}`, { cause: error });
}
