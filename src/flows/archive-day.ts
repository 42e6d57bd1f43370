import { join } from 'node:path';
import type { BusinessDate, Instant } from '../base/dates.ts';
import { type DayColumns, type DayRow, dayFileName } from '../io/day-file/format.ts';
import { allRows, hashDayFile, readDirectory } from '../io/day-file/read.ts';
import {
  nameDayFile,
  removeDayFile,
  temporaryName,
  type WrittenDay,
  writeDayFile,
} from '../io/day-file/write.ts';
import { DAY_PARTS, DAY_TABLES, type DayPart, partitionOf } from '../io/day-tables.ts';
import { type Database, instantText, type Sql } from '../io/postgres.ts';
import { columnsOf, dayRows, type RowsDigest, rowsDigest } from './day-rows.ts';
import { changePartitions, makePartitions } from './days.ts';

/** The steps between which a process may die; tests throw there. */
export type ArchiveStep = 'written' | 'verified' | 'named' | 'entered';

/** A day that was written to a file and dropped. */
export type ArchivedFile = WrittenDay & { readonly day: BusinessDate; readonly file: string };

/** The file does not give back what the database has, or the day changed: nothing was dropped. */
export class NotArchived extends Error {
  override name = 'NotArchived';
}

/**
 * Writes a day to its file and drops its partitions. The file is written under a name of this
 * process's own, read back and compared row by row; only then one transaction enters it, gives it
 * its name and drops the rows. So whenever this process dies, the partition or a verified file that
 * is entered is there, and the day can simply be archived again. Ask `reasonsToKeep` first.
 * @param dir exists
 * @returns null for a day without rows, whose empty partitions are dropped
 * @throws NotArchived; UnsoundRow; Fault `database-conflict` when somebody reads everything
 */
export async function archiveDay(
  db: Database,
  dir: string,
  day: BusinessDate,
  at: Instant,
  onStep: (step: ArchiveStep) => void | Promise<void> = () => {},
): Promise<ArchivedFile | null> {
  await db.transaction(async (tx) => {
    await changePartitions(tx);
    await checkNotEntered(tx, day);
    await makePartitions(tx, [day]);
  });
  const file = dayFileName(day);
  const temporary = join(dir, temporaryName(file));
  try {
    const { written, chains } = await writeVerified(db, temporary, day, onStep);
    const empty = DAY_PARTS.every((part) => written.rows[part] === 0);
    await db.transaction(async (tx) => {
      await changePartitions(tx);
      await checkNotEntered(tx, day);
      await checkUnchanged(tx, day, written);
      if (!empty) {
        await enter(tx, day, file, written, chains, at);
        // A file of this name that is not entered is of a run that died here, or was restored.
        await nameDayFile(temporary, join(dir, file));
      }
      await onStep('named');
      await drop(tx, day);
      await onStep('entered');
    });
    return empty ? null : { ...written, day, file };
  } finally {
    await removeDayFile(temporary);
  }
}

/** Writes the file and proves that it gives back what the database gave. */
async function writeVerified(
  db: Database,
  path: string,
  day: BusinessDate,
  onStep: (step: ArchiveStep) => void | Promise<void>,
): Promise<{ readonly written: WrittenDay; readonly chains: string }> {
  const digests = new Map<DayPart, RowsDigest>();
  const chains: Record<string, readonly [string, string]> = {};
  const written = await writeDayFile(path, day, async (part) => {
    const columns = await columnsOf(db, part);
    const digest = rowsDigest(columns);
    digests.set(part, digest);
    return { columns, rows: watched(dayRows(db, part, day, columns), part, digest, chains) };
  });
  await onStep('written');
  await verify(path, written, new Map([...digests].map(([part, one]) => [part, one.hex()])));
  await onStep('verified');
  return { written, chains: JSON.stringify(chains) };
}

/** Rows that come to a day once it is archived, by a clock set back, must not replace its file. */
async function checkNotEntered(tx: Sql, day: BusinessDate): Promise<void> {
  const entered = await tx.query('select day from documents.archives where day = $1', [day]);
  if (entered.length === 0) return;
  throw new NotArchived(
    `Rows came to ${day} after it was archived: restore its file, then archive it again.`,
  );
}

/** Passes rows on, taking note of what they are and of where each stream of evidence stands. */
async function* watched(
  rows: AsyncIterable<DayRow>,
  part: DayPart,
  digest: RowsDigest,
  chains: Record<string, readonly [string, string]>,
): AsyncGenerator<DayRow> {
  for await (const row of rows) {
    digest.add(row);
    const { stream, sequence } = row.values;
    if (part === 'evidence') {
      chains[stream ?? ''] = [sequence ?? '', row.bytes.digest?.toString('hex') ?? ''];
    }
    yield row;
  }
}

async function verify(
  path: string,
  written: WrittenDay,
  digests: ReadonlyMap<DayPart, string>,
): Promise<void> {
  const { sha256, sound } = await hashDayFile(path);
  if (!sound || sha256 !== written.sha256) {
    throw new NotArchived(`${path} reads back otherwise than it was written: is the disk sound?`);
  }
  const directory = await readDirectory(path);
  for (const part of DAY_PARTS) {
    const columns: DayColumns = directory.parts[part];
    const digest = rowsDigest(columns);
    for await (const rows of allRows(path, directory, part)) rows.forEach(digest.add);
    if (digest.hex() === digests.get(part)) continue;
    throw new NotArchived(`${path} does not give back the rows of ${DAY_TABLES[part].table}.`);
  }
}

/** Nobody adds rows to the day from here on; others do not notice. */
async function checkUnchanged(tx: Sql, day: BusinessDate, { rows }: WrittenDay): Promise<void> {
  for (const part of DAY_PARTS) {
    const name = partitionOf(part, day);
    await tx.script(`lock table ${name} in share mode`);
    const [counted] = await tx.query<{ n: bigint }>(
      `select count(*) as n from ${DAY_TABLES[part].table} where day = $1::date`,
      [day],
    );
    if (Number(counted?.n) === rows[part]) continue;
    throw new NotArchived(`Rows of ${day} were added while it was written: archive it again.`);
  }
}

const ENTER = `
  insert into documents.archives (day, file, sha256, bytes, evidence, facts, receipts, chains,
    archived_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)`;

async function enter(
  tx: Sql,
  day: BusinessDate,
  file: string,
  { sha256, bytes, rows }: WrittenDay,
  chains: string,
  at: Instant,
): Promise<void> {
  const counts = [rows.evidence, rows.facts, rows.receipts];
  await tx.execute(ENTER, [day, file, sha256, bytes, ...counts, chains, instantText(at)]);
}

/** The tables are locked in the order in which every transaction comes to them, for a moment. */
async function drop(tx: Sql, day: BusinessDate): Promise<void> {
  const parents = DAY_PARTS.map((part) => `only ${DAY_TABLES[part].table}`).join(', ');
  const names = DAY_PARTS.map((part) => partitionOf(part, day)).join(', ');
  await tx.script(`lock table ${parents} in access exclusive mode; drop table ${names}`);
}
