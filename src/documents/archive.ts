import { join } from 'node:path';
import type { BusinessDate, Instant } from '../base/dates.ts';
import type { DayKey, DayRow, Directory } from '../io/day-file/format.ts';
import { DamagedDayFile, findRange, findRows, readDirectory } from '../io/day-file/read.ts';
import type { DayPart } from '../io/day-tables.ts';
import { Fault } from '../io/faults.ts';
import type { Sql } from '../io/postgres.ts';

/** A past day whose rows lie in a file. */
export type ArchivedDay = {
  readonly day: BusinessDate;
  readonly file: string;
  /** When the file was deleted because its retention was over; null while it is kept. */
  readonly expiredAt: Instant | null;
};

/**
 * The files of archived days, in one directory. Which day has which file is in the database; the
 * directory is the reader's own affair, so that every machine may see it at its own place.
 * @throws Fault `archive-missing`, `archive-damaged` or `archive-expired` in one sentence
 */
export type Archive = {
  /** The rows with these keys, as far as they are in the file. */
  rows(day: ArchivedDay, part: DayPart, keys: readonly DayKey[]): Promise<DayRow[]>;
  /** The rows of one text key from the one at or before `key` up to the number `most`. */
  range(day: ArchivedDay, part: DayPart, key: DayKey, most: bigint): Promise<DayRow[]>;
};

/** Directories kept in memory; that of a day of ten million parcels has a few megabytes. */
const KEPT = 8;

/** The archive in a directory, which need not exist as long as nothing is read. */
export function openArchive(dir: string): Archive {
  const directories = new Map<string, Directory>();
  const directoryOf = async ({ file }: ArchivedDay): Promise<Directory> => {
    const known = directories.get(file);
    if (known !== undefined) return known;
    const directory = await readDirectory(join(dir, file));
    for (const oldest of directories.keys()) {
      if (directories.size < KEPT) break;
      directories.delete(oldest);
    }
    directories.set(file, directory);
    return directory;
  };
  const read = async <T>(
    day: ArchivedDay,
    work: (path: string, directory: Directory) => Promise<T>,
  ): Promise<T> => {
    if (day.expiredAt !== null) throw expired(day);
    try {
      return await work(join(dir, day.file), await directoryOf(day));
    } catch (error) {
      directories.delete(day.file);
      throw readFault(error, day, dir);
    }
  };
  return {
    rows: (day, part, keys) =>
      read(day, (path, directory) => findRows(path, directory, part, keys)),
    range: (day, part, key, most) =>
      read(day, (path, directory) => findRange(path, directory, part, key, most)),
  };
}

/** For work that reads no past day: it says where the day is and that it was not looked for. */
export const NO_ARCHIVE: Archive = { rows: unopened, range: unopened };

async function unopened(day: ArchivedDay): Promise<never> {
  if (day.expiredAt !== null) throw expired(day);
  const text = `Day ${day.day} is archived in ${day.file}; no archive directory was given here.`;
  throw new Fault('archive-missing', text);
}

function expired({ day }: ArchivedDay): Fault {
  const text = `Day ${day} is past its retention: onestep archive --expire has deleted its file.`;
  return new Fault('archive-expired', text);
}

/** What went wrong with a file of the archive, as a fault; anything else unchanged. */
export function readFault(error: unknown, { day, file }: ArchivedDay, dir: string): unknown {
  if (error instanceof DamagedDayFile) return new Fault('archive-damaged', error.message);
  if ((error as { code?: unknown }).code !== 'ENOENT') return error;
  const text =
    `Day ${day} is archived and its file ${file} is not in ${dir}: put it back there, ` +
    'or name its directory with --archive.';
  return new Fault('archive-missing', text);
}

const ARCHIVED = `
  select day, file, expired_at as "expiredAt" from documents.archives
  where day = any($1::date[]) order by day`;

/** Which of these days lie in files. One statement. */
export async function archivedDays(
  sql: Sql,
  days: readonly BusinessDate[],
): Promise<Map<BusinessDate, ArchivedDay>> {
  const rows = await sql.query<ArchivedDay>(ARCHIVED, [[...new Set(days)]]);
  return new Map(rows.map((row) => [row.day, row]));
}
