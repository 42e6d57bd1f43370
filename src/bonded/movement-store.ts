import { type Instant, isoShanghai } from '../base/dates.ts';
import { inKeyOrder } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { StockStatus } from '../registry/book.ts';
import type { MovementSaid } from './movement.ts';
import { paperText } from './papers-codec.ts';
import { StockRace } from './store.ts';

/** What a movement says, the same text for the same content. */
export function movementText(movement: MovementSaid): string {
  return paperText({ ...movement, at: isoShanghai(movement.at) });
}

const REPORTED = `
  select event_id as "eventId", said from bonded.reports
  where book_no = $1 and event_id = any($2::text[])`;

/** What was said under numbers that were accepted before; one statement. */
export async function reportsWith(
  sql: Sql,
  bookNo: string,
  eventIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql.query<{ eventId: string; said: string }>(REPORTED, [bookNo, eventIds]);
  return new Map(rows.map(({ eventId, said }) => [eventId, said]));
}

const KEEP = `
  insert into bonded.reports (book_no, event_id, at, reported_at, said)
  select $1, event_id, at, $2::timestamptz, said
  from unnest($3::text[], $4::timestamptz[], $5::text[]) as u (event_id, at, said)
  order by event_id on conflict do nothing`;

/**
 * Keeps accepted movements with their own time; one statement or none.
 * @throws StockRace when one was reported by another call meanwhile
 */
export async function keepReports(
  tx: Sql,
  bookNo: string,
  movements: readonly MovementSaid[],
  at: Instant,
): Promise<void> {
  if (movements.length === 0) return;
  const written = await tx.execute(KEEP, [
    ...[bookNo, instantText(at)],
    movements.map(({ eventId }) => eventId),
    movements.map((one) => instantText(one.at)),
    movements.map(movementText),
  ]);
  if (written !== movements.length) throw new StockRace('reported at the same moment');
}

/** What lies at a place: `epoch` moves with each report that puts goods there, 0 before any. */
export type Place = { readonly location: string; readonly epoch: number };

const PLACES = `
  select location, epoch from bonded.places where book_no = $1 and location = any($2::text[])`;

/** Places with their epochs; one statement. Read them ahead of what lies there. */
export async function placesAt(
  sql: Sql,
  bookNo: string,
  locations: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<Place>(PLACES, [bookNo, locations]);
  return new Map(rows.map(({ location, epoch }) => [location, epoch]));
}

const TAKE = `
  insert into bonded.places as p (book_no, location, status)
  select $1, location, status from unnest($2::text[], $3::text[]) as u (location, status)
  on conflict (book_no, location) do update
  set status = excluded.status, epoch = p.epoch + 1
  where p.status = excluded.status or p.epoch = ($4::jsonb ->> p.location)::integer`;

/**
 * Notes what lies at places now. Whoever puts goods of another status somewhere does so only on
 * the place that he saw, so that two reports at once never mix them.
 * @throws StockRace when somebody else put goods there meanwhile
 */
export async function takePlaces(
  tx: Sql,
  bookNo: string,
  places: ReadonlyMap<string, StockStatus>,
  seen: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = inKeyOrder(places, ([location]) => location);
  if (rows.length === 0) return;
  const written = await tx.execute(TAKE, [
    ...[bookNo, rows.map(([location]) => location), rows.map(([, status]) => status)],
    JSON.stringify(Object.fromEntries(seen)),
  ]);
  if (written !== rows.length) throw new StockRace('a place has goods of another status meanwhile');
}
