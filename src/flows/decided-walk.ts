import { present } from '../base/assert.ts';
import { type BusinessDate, type Instant, startOfDay } from '../base/dates.ts';
import type { CaseFacts } from '../clearance/case-facts.ts';
import type { FactsSegment } from '../clearance/facts-store.ts';
import { NO_ARCHIVE } from '../documents/archive.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import { decodeExportList } from '../documents/export-terms-codec.ts';
import { segmentKey, visitSegments } from '../documents/segments.ts';
import type { DocumentRef } from '../documents/terms.ts';
import { decodeList, decodeOrder, decodePayment, decodeWaybill } from '../documents/terms-codec.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import type { ExportCaseFacts } from '../export/case-facts.ts';
import type { ExportValue } from '../export/verdict.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { RiskSubject } from '../risk/subject.ts';
import { decodeKept, type KeptDecision } from './decision-codec.ts';
import { decodeKeptExport, EXPORT_LETTER } from './export-codec.ts';

/** A list that passed every rule when it was decided, as it was then. */
export type PassedParcel = Pick<RiskSubject, 'list' | 'order' | 'payment' | 'waybill'> & {
  readonly facts: CaseFacts;
};

/** An export list that passed every rule when it was decided. */
export type PassedExport = {
  /** Message and record of the list. */
  readonly ref: string;
  readonly list: ExportListTerms;
  readonly facts: ExportCaseFacts;
  readonly value: ExportValue;
};

/** The decisions of one day that lie in the database. */
export type DecidedDay = { readonly day: BusinessDate; readonly decisions: number };

const DAYS = `
  select day::text as day, sum(count)::integer as decisions from clearance.segments
  where day >= $1::date and decided_at >= $2::timestamptz and decided_at < $3::timestamptz
  group by day order by day`;

/** The days of a period with their decisions; those that are archived are not among them. */
export function decidedDays(
  sql: Sql,
  day: BusinessDate,
  from: Instant,
  until: Instant,
): Promise<DecidedDay[]> {
  return sql.query<DecidedDay>(DAYS, [day, instantText(from), instantText(until)]);
}

const SEGMENTS = `
  select stream, sequence, count from (
    select stream, sequence, count, decided_at,
      row_number() over (order by decided_at, stream, sequence) as place
    from clearance.segments
    where day = $1::date and decided_at >= $2::timestamptz and decided_at < $3::timestamptz
  ) s where (place - 1) % $4::integer = 0 order by place`;

type SegmentRow = FactsSegment & { readonly count: number };

/** Decisions that are unpacked at once, at least one segment. */
const PAGE = 1_000;

/** What part of the decisions is walked: those between two instants, every n-th segment. */
export type Walk = { readonly from: Instant; readonly until: Instant; readonly every: number };

/**
 * The decisions of a day as they were kept, in pages and in the order in which they were made.
 * Memory is bounded by the page; a few statements each.
 */
async function* walkDecided(
  sql: Sql,
  day: BusinessDate,
  { from, until, every }: Walk,
): AsyncGenerator<{ readonly decisions: number; readonly entries: readonly string[] }> {
  const times = [instantText(Math.max(from, startOfDay(day))), instantText(until)];
  const rows = await sql.query<SegmentRow>(SEGMENTS, [day, ...times, every]);
  for (let next = 0; next < rows.length; ) {
    const page: SegmentRow[] = [];
    let decisions = 0;
    while (next < rows.length && (page.length === 0 || decisions + rows[next]!.count <= PAGE)) {
      decisions += rows[next]!.count;
      page.push(rows[next++]!);
    }
    yield { decisions, entries: await readPage(sql, day, page) };
  }
}

async function readPage(
  sql: Sql,
  day: BusinessDate,
  page: readonly SegmentRow[],
): Promise<string[]> {
  const texts = new Map<string, string>();
  const places = page.map((segment) => ({ ...segment, day }));
  await visitSegments(sql, 'facts', places, NO_ARCHIVE, (key, raw) => {
    texts.set(key, raw.toString('utf8'));
  });
  return page.flatMap((segment) => texts.get(segmentKey(segment))?.split('\n') ?? []);
}

/**
 * The import lists of a day that passed, in pages and in the order in which they were decided. A
 * list that was held and passed later comes at its later decision.
 */
export async function* walkPassed(
  sql: Sql,
  day: BusinessDate,
  walk: Walk,
): AsyncGenerator<{ readonly decisions: number; readonly parcels: PassedParcel[] }> {
  for await (const { decisions, entries } of walkDecided(sql, day, walk)) {
    const kept = entries.filter((entry) => !entry.startsWith(EXPORT_LETTER)).map(decodeKept);
    yield { decisions, parcels: await withTerms(sql, kept.flatMap(passedOf)) };
  }
}

/** The same of exports. */
export async function* walkPassedExports(
  sql: Sql,
  day: BusinessDate,
  walk: Walk,
): AsyncGenerator<{ readonly decisions: number; readonly lists: PassedExport[] }> {
  for await (const { decisions, entries } of walkDecided(sql, day, walk)) {
    yield { decisions, lists: await passedExports(sql, entries) };
  }
}

async function passedExports(sql: Sql, entries: readonly string[]): Promise<PassedExport[]> {
  const kept = entries.filter((entry) => entry.startsWith(EXPORT_LETTER)).map(decodeKeptExport);
  const passed = kept.filter(({ record, verdict }) => {
    return record !== null && PASSED.includes(verdict.status);
  });
  const texts = await termsShelf(0).read(
    sql,
    passed.map(({ refs }) => refs.list),
  );
  return passed.map(({ refs, record, verdict }, i) => ({
    ref: `${refs.list.messageId}/${refs.list.record}`,
    list: decodeExportList(present(texts[i], 'terms of a decision').text),
    facts: present(record, 'facts of a list that passed').facts,
    value: present(verdict.value, 'the value of a list that passed'),
  }));
}

type Passed = {
  readonly facts: CaseFacts;
  readonly refs: readonly [DocumentRef, DocumentRef, DocumentRef, DocumentRef];
};

/** Statuses of lists that are selected from: released, or looked at by a person instead. */
const PASSED: readonly string[] = ['800', '500', '300'];

function passedOf({ refs, facts, verdict }: KeptDecision): Passed[] {
  const { list, order, payments, waybill } = refs;
  const [payment] = payments;
  if (facts === null || !PASSED.includes(verdict.status)) return [];
  if (order === null || payment === undefined || waybill === null) return [];
  return [{ facts, refs: [list, order, payment, waybill] }];
}

async function withTerms(sql: Sql, passed: readonly Passed[]): Promise<PassedParcel[]> {
  const texts = await termsShelf(0).read(
    sql,
    passed.flatMap(({ refs }) => refs),
  );
  const textAt = (at: number): string => present(texts[at], 'terms of a decision').text;
  return passed.map(({ facts }, i) => ({
    facts,
    list: decodeList(textAt(i * 4)),
    order: decodeOrder(textAt(i * 4 + 1)),
    payment: decodePayment(textAt(i * 4 + 2)),
    waybill: decodeWaybill(textAt(i * 4 + 3)),
  }));
}
