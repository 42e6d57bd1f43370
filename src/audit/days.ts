import { join } from 'node:path';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { type DayFile, type FileRow, openDayFile } from './day-file-reader.ts';
import type { Peek } from './snapshot.ts';

/** What the database says of an archived day, with its file, or what is wrong with that. */
export type ArchivedDay = {
  readonly day: BusinessDate;
  readonly name: string;
  readonly sha256: string;
  readonly rows: Readonly<Record<'evidence' | 'facts' | 'receipts', number>>;
  readonly expired: boolean;
  readonly file: DayFile | null;
  readonly problem: string | null;
};

/** What the walks read from: the snapshot, and the files of the days that are not in it. */
export type Source = {
  readonly sql: Sql;
  readonly days: Days;
  /** One in so many is read again in full, see `Scope` of law.ts. */
  readonly sampleOf: number;
};

/** The days whose rows are not in the database. */
export type Days = {
  readonly all: readonly ArchivedDay[];
  /** Days whose files were deleted because their retention was over: nothing of them is there. */
  readonly expired: readonly BusinessDate[];
  isExpired(at: Instant): boolean;
  /** The cursor of a stream that comes at `due`, or behind the days that are gone from there on. */
  behindGaps(enterprise: string, due: bigint): bigint;
  /** Digest of the last segment of a stream on an expired day, by `stream/sequence`. */
  readonly chainEnds: ReadonlyMap<string, Buffer>;
  /** The row of a segment of an archived day, or null. */
  find(
    part: 'evidence' | 'facts',
    at: Instant,
    place: { readonly stream: string; readonly sequence: number },
  ): Promise<FileRow | null>;
};

type Row = {
  day: BusinessDate;
  file: string;
  sha256: string;
  evidence: bigint;
  facts: bigint;
  receipts: bigint;
  chains: Readonly<Record<string, readonly [string, string]>>;
  expired: boolean;
};

const ARCHIVED = `
  select day, file, sha256, evidence, facts, receipts, chains, expired_at is not null as expired
  from documents.archives order by day`;

/** Opens the files of all archived days in a directory. */
export async function openDays(sql: Sql, dir: string | null): Promise<Days> {
  const rows = await sql.query<Row>(ARCHIVED);
  const all = await Promise.all(rows.map((row) => openDay(row, dir)));
  const expired = rows.filter((row) => row.expired);
  const ends = expired.flatMap(({ chains }) =>
    Object.entries(chains).map(([stream, [sequence, digest]]) => {
      return [`${stream}/${sequence}`, Buffer.from(digest, 'hex')] as const;
    }),
  );
  const gone = new Set(expired.map(({ day }) => day));
  const gaps = await gapsOf(sql, [...gone]);
  return {
    all,
    expired: [...gone],
    isExpired: (at) => gone.size > 0 && gone.has(businessDate(at)),
    behindGaps: (enterprise, due) => {
      let at = due;
      for (;;) {
        const next = gaps.get(`${enterprise}/${at}`);
        if (next === undefined) return at;
        at = next;
      }
    },
    chainEnds: new Map(ends),
    find: async (part, at, { stream, sequence }) => {
      const day = businessDate(at);
      const file = all.find((one) => one.day === day)?.file ?? null;
      const found = await readable(file?.around(part, stream, sequence) ?? Promise.resolve([]));
      const isIt = ({ text }: FileRow) =>
        text.stream === stream && Number(text.sequence) === sequence;
      return found.find(isIt) ?? null;
    },
  };
}

const GAPS = `
  select code, first, next from (
    select d.enterprise_code as code, d.day, d.first_cursor as first,
      coalesce(lead(d.first_cursor) over (partition by d.enterprise_code order by d.first_cursor),
        h.next_cursor) as next
    from receipts.days d join receipts.heads h on h.enterprise_code = d.enterprise_code
  ) g where day = any($1::date[])`;

/** Where the days that are gone begin in each stream, and where the next ones do. */
async function gapsOf(sql: Sql, gone: readonly BusinessDate[]): Promise<Map<string, bigint>> {
  if (gone.length === 0) return new Map();
  const rows = await sql.query<{ code: string; first: bigint; next: bigint }>(GAPS, [gone]);
  return new Map(rows.map(({ code, first, next }) => [`${code}/${first}`, next]));
}

/** A block that is damaged has no rows; the law of days says that its file is not what it was. */
async function readable(rows: Promise<FileRow[]>): Promise<FileRow[]> {
  return rows.catch(() => []);
}

async function openDay(row: Row, dir: string | null): Promise<ArchivedDay> {
  const { day, file: name, sha256, expired } = row;
  const rows = {
    evidence: Number(row.evidence),
    facts: Number(row.facts),
    receipts: Number(row.receipts),
  };
  const known = { day, name, sha256, rows, expired };
  if (expired) return { ...known, file: null, problem: null };
  if (dir === null) return { ...known, file: null, problem: 'was not looked for: no directory' };
  try {
    const file = await openDayFile(join(dir, name));
    return { ...known, file, problem: problemOf(known, file) };
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT';
    const problem = missing ? `is not in ${dir}` : error instanceof Error ? error.message : '';
    return { ...known, file: null, problem };
  }
}

function problemOf(
  { day, sha256, rows }: Pick<ArchivedDay, 'day' | 'sha256' | 'rows'>,
  file: DayFile,
): string | null {
  if (file.sha256 !== sha256) return 'has another SHA-256 than it was entered with';
  if (file.day !== day) return `is of ${file.day}`;
  const wrong = (['evidence', 'facts', 'receipts'] as const).filter((part) => {
    return file.rows[part] !== rows[part];
  });
  return wrong.length === 0 ? null : `has another number of rows of ${wrong.join(', ')}`;
}

/** Rows of the files of all archived days, day by day; what cannot be read is left out. */
export async function* fileRows(
  { all }: Days,
  part: 'evidence' | 'facts' | 'receipts',
): AsyncGenerator<FileRow[]> {
  for (const { file } of all) if (file !== null) yield* soundBlocks(file, part);
}

async function* soundBlocks(
  file: DayFile,
  part: 'evidence' | 'facts' | 'receipts',
): AsyncGenerator<FileRow[]> {
  try {
    yield* file.read(part);
  } catch {
    // The law of days says that this file is not what it was; what was read up to here counts.
  }
}

/** Rows of the database and of the files of archived days as one stream in the order of keys. */
export function merged<Row>(
  database: Peek<Row>,
  { all }: Days,
  part: 'evidence' | 'receipts',
  rowOf: (row: FileRow) => Row,
  compare: (a: Row, b: Row) => number,
): Peek<Row> {
  const files = all.flatMap(({ file }) => (file === null ? [] : [peekOf(file, part, rowOf)]));
  const next = async (): Promise<Peek<Row>> => {
    let [best, row] = [database, await database.peek()];
    for (const source of files) {
      const other = await source.peek();
      if (other === undefined || (row !== undefined && compare(row, other) <= 0)) continue;
      [best, row] = [source, other];
    }
    return best;
  };
  return {
    peek: async () => (await next()).peek(),
    take: async () => (await next()).take(),
  };
}

function peekOf<Row>(
  file: DayFile,
  part: 'evidence' | 'receipts',
  rowOf: (row: FileRow) => Row,
): Peek<Row> {
  const source = soundBlocks(file, part);
  let page: Row[] = [];
  let ended = false;
  const peek = async (): Promise<Row | undefined> => {
    while (page.length === 0 && !ended) {
      const next = await source.next();
      ended = next.done === true;
      page = next.done === true ? [] : next.value.map(rowOf);
    }
    return page[0];
  };
  return {
    peek,
    take: async () => {
      await peek();
      return page.shift();
    },
  };
}
