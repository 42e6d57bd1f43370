import type { Instant } from '../base/dates.ts';
import { distinctColumns } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { booksOf } from './deeds-codec.ts';
import { paperEvent } from './events.ts';
import { type PaperId, type PaperKind, paperKey, type StoredPaper } from './paper.ts';
import { StockRace } from './store.ts';

const COLUMNS = `
  kind, paper_no as "paperNo", book_no as "bookNo", enterprise_code as enterprise,
  own_no as "ownNo", state, epoch, made_at as "madeAt", changed_at as "changedAt", holds, said,
  body`;

const LOAD = `select ${COLUMNS} from ${byKeys('bonded.papers', ['kind', 'paper_no'])}`;

/** The papers with these numbers, by `paperKey`; one statement or none. */
export async function loadPapers(
  sql: Sql,
  ids: readonly PaperId[],
): Promise<Map<string, StoredPaper>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<StoredPaper>(LOAD, distinctColumns(ids.map(paperKey)));
  return new Map(rows.map((row) => [paperKey(row), row]));
}

const OWN = `
  select ${COLUMNS} from bonded.papers where enterprise_code = $1 and kind = $2 and own_no = $3`;

/** The paper that a declarant sent under a number of its own; null when there is none. */
export async function paperUnder(
  sql: Sql,
  enterprise: string,
  kind: PaperKind,
  ownNo: string,
): Promise<StoredPaper | null> {
  return (await sql.query<StoredPaper>(OWN, [enterprise, kind, ownNo]))[0] ?? null;
}

const HOLDER = `select ${COLUMNS} from bonded.papers where holds = $1`;

/** The open paper that has something only one may have; null when it is free. */
export async function holderOf(sql: Sql, holds: string): Promise<StoredPaper | null> {
  return (await sql.query<StoredPaper>(HOLDER, [holds]))[0] ?? null;
}

const OF_BOOK = `
  select ${COLUMNS} from bonded.papers
  where book_no = $1 and kind = $2 and paper_no > $3 order by paper_no limit $4`;

/** Papers of a book in the order of their numbers, those behind `after`. */
export function papersOfBook(
  sql: Sql,
  bookNo: string,
  kind: PaperKind,
  after: string,
  limit: number,
): Promise<StoredPaper[]> {
  return sql.query<StoredPaper>(OF_BOOK, [bookNo, kind, after, limit]);
}

const WAITING = `
  select ${COLUMNS} from bonded.papers where state = 'declared'
  order by made_at, paper_no limit $1`;

/** Papers that wait for customs or another enterprise, the oldest first. */
export function waitingPapers(sql: Sql, limit: number): Promise<StoredPaper[]> {
  return sql.query<StoredPaper>(WAITING, [limit]);
}

const IN_STATES = `
  select ${COLUMNS} from bonded.papers
  where book_no = $1 and kind = $2 and state = any($3::text[])`;

/** Papers of a book that are in one of these states; the ended ones are most, and stay unread. */
export function papersIn(
  sql: Sql,
  bookNo: string,
  kind: PaperKind,
  states: readonly string[],
): Promise<StoredPaper[]> {
  return sql.query<StoredPaper>(IN_STATES, [bookNo, kind, states]);
}

const INSERT = `
  insert into bonded.papers (kind, paper_no, book_no, enterprise_code, own_no, state, made_at,
    changed_at, holds, said, body)
  values ($1, $2, $3, $4, $5, $6, $7::timestamptz, $7::timestamptz, $8, $9, $10)
  on conflict do nothing`;

/**
 * Writes a new paper, and an event of its book. Call it last: it holds the head of the events.
 * @throws StockRace when its number, its own number or what it holds was taken meanwhile
 */
export async function writePaper(
  tx: Sql,
  paper: Omit<StoredPaper, 'epoch' | 'changedAt'>,
): Promise<void> {
  const { kind, paperNo, bookNo, enterprise, ownNo, state, madeAt, holds, said, body } = paper;
  const at = instantText(madeAt);
  const row = [kind, paperNo, bookNo, enterprise, ownNo, state, at, holds, said, body];
  if ((await tx.execute(INSERT, row)) !== 1) throw new StockRace('a paper was taken meanwhile');
  await fileReceipts(tx, eventsOf(paper, madeAt), madeAt);
}

const CHANGE = `
  update bonded.papers p set state = d.state, holds = d.holds, body = d.body, epoch = p.epoch + 1,
    changed_at = $1::timestamptz
  from unnest($2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[])
    as d (kind, paper_no, epoch, state, holds, body)
  where p.kind = d.kind and p.paper_no = d.paper_no and p.epoch = d.epoch
  returning p.kind, p.paper_no as "paperNo", p.book_no as "bookNo", p.own_no as "ownNo", p.state`;

type Changed = Pick<StoredPaper, 'kind' | 'paperNo' | 'bookNo' | 'ownNo' | 'state'>;

/**
 * Writes what became of papers: state, body and what they hold, and an event of each. Three
 * statements or none. Call it late: it holds the heads of the events.
 * @throws StockRace when one of them is another than was seen
 */
export async function changePapers(
  tx: Sql,
  papers: readonly Pick<StoredPaper, 'kind' | 'paperNo' | 'epoch' | 'state' | 'holds' | 'body'>[],
  at: Instant,
): Promise<void> {
  if (papers.length === 0) return;
  const rows = [...papers].sort((a, b) => (paperKey(a) < paperKey(b) ? -1 : 1));
  const written = await tx.query<Changed>(CHANGE, [
    instantText(at),
    rows.map(({ kind }) => kind),
    rows.map(({ paperNo }) => paperNo),
    rows.map(({ epoch }) => epoch),
    rows.map(({ state }) => state),
    rows.map(({ holds }) => holds),
    rows.map(({ body }) => body),
  ]);
  if (written.length !== rows.length) throw new StockRace('a paper was changed meanwhile');
  const changed = [...written].sort((a, b) => (paperKey(a) < paperKey(b) ? -1 : 1));
  const bodies = new Map(rows.map((paper) => [paperKey(paper), paper.body]));
  const events = changed.flatMap((paper) =>
    eventsOf({ ...paper, body: bodies.get(paperKey(paper)) ?? '' }, at),
  );
  await fileReceipts(tx, events, at);
}

/** Each book of a paper is told. */
function eventsOf(paper: Changed & Pick<StoredPaper, 'body'>, at: Instant): AddressedReceipt[] {
  return booksOf(paper).map((bookNo) => paperEvent({ ...paper, bookNo }, at));
}

const CLAIM = `
  insert into bonded.exits (list_no, paper_no)
  select list_no, $1 from unnest($2::text[]) as u (list_no) order by list_no
  on conflict do nothing`;

/**
 * Puts parcels' lists on an exit list.
 * @throws StockRace when one of them is on another one meanwhile
 */
export async function claimExits(
  tx: Sql,
  paperNo: string,
  listNos: readonly string[],
): Promise<void> {
  const written = await tx.execute(CLAIM, [paperNo, listNos]);
  if (written !== listNos.length) throw new StockRace('a list is on another exit list meanwhile');
}

/** Takes all lists off an exit list that comes to nothing. */
export async function freeExits(tx: Sql, paperNo: string): Promise<void> {
  await tx.execute('delete from bonded.exits where paper_no = $1', [paperNo]);
}

const EXITS = `
  select list_no as "listNo", paper_no as "paperNo" from bonded.exits
  where list_no = any($1::text[])`;

/** On which exit list each of these lists is; one statement or none. */
export async function exitsOf(sql: Sql, listNos: readonly string[]): Promise<Map<string, string>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<{ listNo: string; paperNo: string }>(EXITS, [listNos]);
  return new Map(rows.map(({ listNo, paperNo }) => [listNo, paperNo]));
}
