import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { StockStatus } from '../registry/book.ts';
import type { CountScope } from './count-scope.ts';
import type { Lot } from './lot.ts';

/** One movement with what its lot is. Below zero goods left it. */
export type MovementRow = {
  readonly at: Instant;
  readonly recordNo: string;
  readonly lotNo: string;
  readonly quantity: Scaled5;
  readonly document: string;
  readonly line: string;
  readonly status: StockStatus;
  readonly location: string;
};

/** Behind this lot, in the order in which lots are taken, a page begins. */
export type LotPlace = Pick<Lot, 'expiresOn' | 'openedAt' | 'lotNo'> & { readonly inSet: boolean };

// As the index `lots_turn` has it: `isOfSet` and `byTurn` of a lot.
const TURN = `
  (starts_with(document, 'processing ') and right(split_part(lot_no, '@', 1), 2) = '-S'),
  coalesce(expires_on, '9999-12-31'), opened_at, lot_no`;

const IN_TURN = `
  select book_no as "bookNo", record_no as "recordNo", lot_no as "lotNo", status, owner, location,
    expires_on as "expiresOn", document, opened_at as "openedAt", quantity
  from bonded.lots
  where book_no = $1 and record_no = $2 and left(location, 5) <> 'LIST:' and quantity > 0
    and (${TURN}) > ($3::boolean, $4::date, $5::timestamptz, $6::text)
  order by ${TURN} limit $7`;

/**
 * Lots of a line in the order in which they are taken, behind one; one statement. What was picked
 * for a parcel and lies ready for it is not among them: there may be one for each parcel that ever
 * was, and each is found at the place of its list.
 */
export function pageOfLotsInTurn(
  sql: Sql,
  { bookNo, recordNo }: Pick<Lot, 'bookNo' | 'recordNo'>,
  after: LotPlace | null,
  limit: number,
): Promise<Lot[]> {
  const { inSet, expiresOn, openedAt, lotNo } = after ?? FIRST_LOT;
  const place = [inSet, expiresOn ?? '9999-12-31', instantText(openedAt), lotNo];
  return sql.query<Lot>(IN_TURN, [bookNo, recordNo, ...place, limit]);
}

/** Before any lot. */
const FIRST_LOT: LotPlace = { inSet: false, expiresOn: '0001-01-01', openedAt: 0, lotNo: '' };

/** What names a movement among those of a book. */
export type MovementPlace = Pick<MovementRow, 'at' | 'recordNo' | 'lotNo' | 'document' | 'line'>;

/** Of a book, or of one of its lots. */
export type MovementsOf = {
  readonly bookNo: string;
  readonly lot: { readonly recordNo: string; readonly lotNo: string } | null;
};

const movements = (of: string) => `
  select m.at, m.record_no as "recordNo", m.lot_no as "lotNo", m.quantity, m.document, m.line,
    l.status, l.location
  from (
    select * from bonded.movements where ${of}
      and at <= $2::timestamptz
      and (at, record_no, lot_no, document, line) < ($2::timestamptz, $3, $4, $5, $6)
    order by at desc, record_no desc, lot_no desc, document desc, line desc limit $7
  ) m
  join bonded.lots l on l.book_no = $1 and l.record_no = m.record_no and l.lot_no = m.lot_no
  order by m.at desc, m.record_no desc, m.lot_no desc, m.document desc, m.line desc`;

const OF_BOOK = movements('book_no = $1');
const OF_LOT = movements('book_no = $1 and record_no = $8 and lot_no = $9');

/** Later than any movement. */
const END: MovementPlace = {
  ...{ at: Date.parse('9999-12-31T00:00:00Z'), recordNo: '' },
  ...{ lotNo: '', document: '', line: '' },
};

/** Movements of a book or lot, the latest first, behind one. One statement. */
export function pageOfMovements(
  sql: Sql,
  { bookNo, lot }: MovementsOf,
  after: MovementPlace | null,
  limit: number,
): Promise<MovementRow[]> {
  const { at, recordNo, lotNo, document, line } = after ?? END;
  const given = [bookNo, instantText(at), recordNo, lotNo, document, line, limit];
  return lot === null
    ? sql.query<MovementRow>(OF_BOOK, given)
    : sql.query<MovementRow>(OF_LOT, [...given, lot.recordNo, lot.lotNo]);
}

/** A place of a book with what lies there now, and how much of that is asked for. */
export type PlaceRow = {
  readonly location: string;
  readonly lots: number;
  /** Of these lots, those of the goods and owner that are asked for. */
  readonly fitting: number;
  readonly lines: number;
  readonly statuses: readonly StockStatus[];
  readonly owners: readonly string[];
  /** The first last day of sale. */
  readonly expiresOn: BusinessDate | null;
  /** When the oldest of it came. */
  readonly since: Instant | null;
  /** Whether a stock-take has something of it in hand. */
  readonly frozen: boolean;
};

/*
 * The places are found by leaps through the index, one leap each, however many lots were ever
 * there. Where goods lie ready for a parcel is no place of the plan: one leap goes over them all.
 */
const PLACES = `
  select there.location, what.* from (
    with recursive p (location) as (
      select $2::text
      union all
      select coalesce(
        (select l.location from bonded.lots l where l.book_no = $1 and l.location > p.location
          and l.location < 'LIST:' order by l.location limit 1),
        (select l.location from bonded.lots l where l.book_no = $1
          and l.location > greatest(p.location, 'LIST;') order by l.location limit 1))
      from p where p.location is not null
    )
    select location from p where location > $2 limit $3
  ) there
  cross join lateral (
    select count(*)::integer as lots,
      (count(*) filter (where ($4::text is null or record_no = $4)
        and ($5::text is null or owner = $5)))::integer as fitting,
      count(distinct record_no)::integer as lines,
      coalesce(array_agg(distinct status), '{}') as statuses,
      coalesce(array_agg(distinct owner), '{}') as owners,
      min(expires_on) as "expiresOn", min(opened_at) as since,
      coalesce(bool_or($6 and ($7::text[] is null or record_no = any($7))
        and ($8::text[] is null or location = any($8))), false) as frozen
    from bonded.lots
    where book_no = $1 and location = there.location and quantity > 0
  ) what
  order by there.location`;

/** Which goods of a plan are looked for; null is any. */
export type PlaceFilter = { readonly recordNo: string | null; readonly owner: string | null };

/** Places of a book in the order of their codes, behind one; empty ones too. One statement. */
export function pageOfPlaces(
  sql: Sql,
  bookNo: string,
  { recordNo, owner }: PlaceFilter,
  frozen: CountScope | null,
  { after, limit }: { after: string; limit: number },
): Promise<PlaceRow[]> {
  const { records = null, locations = null } = frozen ?? {};
  const given = [bookNo, after, limit, recordNo, owner, frozen !== null, records, locations];
  return sql.query<PlaceRow>(PLACES, given);
}

/** A lot at a place with the article that it is of. */
export type PlacedLot = {
  readonly recordNo: string;
  readonly lotNo: string;
  readonly status: StockStatus;
  readonly owner: string;
  readonly location: string;
  readonly expiresOn: BusinessDate | null;
  readonly document: string;
  readonly openedAt: Instant;
  readonly quantity: Scaled5;
  readonly name: string;
  readonly unit: string;
};

const AT = `
  select l.record_no as "recordNo", l.lot_no as "lotNo", l.status, l.owner, l.location,
    l.expires_on as "expiresOn", l.document, l.opened_at as "openedAt", l.quantity,
    b.name, b.unit
  from (
    select * from bonded.lots
    where book_no = $1 and location = $2 and quantity > 0 and (record_no, lot_no) > ($3, $4)
    order by record_no, lot_no limit $5
  ) l
  join registry.book_lines b using (book_no, record_no)
  order by l.record_no, l.lot_no`;

/** What lies at a place of a book, by line and lot, behind one. One statement. */
export function pageOfLotsAt(
  sql: Sql,
  bookNo: string,
  location: string,
  after: { readonly recordNo: string; readonly lotNo: string },
  limit: number,
): Promise<PlacedLot[]> {
  return sql.query<PlacedLot>(AT, [bookNo, location, after.recordNo, after.lotNo, limit]);
}

/** Lots of a book whose last day of sale comes in some days. */
export type Expiring = {
  readonly bookNo: string;
  readonly lots: number;
  readonly first: BusinessDate;
};

// As the index `lots_selling` has it.
const EXPIRING = `
  select book_no as "bookNo", count(*)::integer as lots, min(expires_on) as first from bonded.lots
  where book_no = any($1::text[]) and status = 'bonded' and expires_on is not null
    and left(location, 5) <> 'LIST:' and expires_on between $2::date and $3::date and quantity > 0
  group by 1`;

/** What of books has its last day of sale from one day to another. One statement. */
export async function expiringOf(
  sql: Sql,
  bookNos: readonly string[],
  from: BusinessDate,
  until: BusinessDate,
): Promise<Map<string, Expiring>> {
  const rows = await sql.query<Expiring>(EXPIRING, [bookNos, from, until]);
  return new Map(rows.map((row) => [row.bookNo, row]));
}
