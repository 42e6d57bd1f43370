import { businessDate, DAY, type Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { LIMITS } from '../base/limits.ts';
import { waybillHash, writeReleasePage } from '../documents/lane/release-page.ts';
import {
  keyIdOf,
  privateKeyOf,
  publicKeyText,
  signPage,
} from '../documents/lane/release-signature.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import { laneSeed } from '../registry/settings.ts';
import type { House } from './house.ts';
import { carriersOf, type LaneHouse } from './lane-scans.ts';

/** A page of releases as it is handed out. */
export type SignedPage = {
  readonly keyId: string;
  readonly text: string;
  readonly signature: string;
  readonly next: string;
  readonly released: number;
};

/** The key with which pages are signed. */
export type LaneKey = { readonly keyId: string; readonly publicKey: string };

type Keyed = { readonly db: Sql; readonly entropy: Entropy };

/** The public key of the zone, made at the first use. */
export async function laneKey({ db, entropy }: Keyed): Promise<LaneKey> {
  const publicKey = publicKeyText(privateKeyOf(await laneSeed(db, entropy)));
  return { keyId: keyIdOf(publicKey), publicKey };
}

/** Cases of a kind: where they are, and what the waybills of each direction are filed in. */
type Way = { readonly cases: string; readonly filed: string; readonly others: string };

const IMPORT: Way = {
  cases: 'clearance.cases',
  filed: 'documents.waybills',
  others: 'documents.export_waybills',
};
const EXPORT: Way = {
  cases: 'export.cases',
  filed: 'documents.export_waybills',
  others: 'documents.waybills',
};
const DECLARED: Way = {
  ...EXPORT,
  cases: `(select decided_at, entry_id as list_no, logistics_code, logistics_no, gross, state
    from b2b.declarations)`,
};

/*
 * Not on the list: a number that another carrier has filed as well, or that is filed for the other
 * direction, for a lane would have to ask which parcel it is; what is stopped, gone, refunded or
 * has passed a lane. A list that a lane holds can only be too short: what it misses is diverted,
 * and scanned again later.
 */
const released = ({ cases, filed, others }: Way): string => `
  select c.decided_at, c.list_no, c.logistics_code, c.logistics_no, c.gross, (
      exists (select from inspection.scans s where s.logistics_no = c.logistics_no
        and s.list_no = c.list_no and s.instruction = '01')
      or exists (select from inspection.stops s where s.logistics_code = c.logistics_code
        and s.logistics_no = c.logistics_no and s.lifted_at is null)
      or exists (select from clearance.refunds r where r.list_no = c.list_no
        and r.state in ('open', 'closed'))
      or exists (select from bonded.exits e cross join lateral (
          select from bonded.movements m where m.document = 'exit ' || e.paper_no
            and m.line = e.list_no limit 1) moved
        where e.list_no = c.list_no)
      or exists (select from bonded.outgoing o where o.list_no = c.list_no
        and o.left_at is not null)
      or exists (select from unnest($6::text[]) as other (code) cross join lateral (
          select from ${filed} w where w.logistics_code = other.code
            and w.logistics_no = c.logistics_no offset 0) filed
        where other.code <> c.logistics_code)
      or exists (select from unnest($6::text[]) as other (code) cross join lateral (
          select from ${others} w where w.logistics_code = other.code
            and w.logistics_no = c.logistics_no offset 0) filed)
    ) as is_off
  from ${cases} c
  where c.state = '800' and c.decided_at >= $1::timestamptz and c.decided_at <= $3::timestamptz
    and (c.decided_at, c.list_no) > ($1::timestamptz, $2) and left(c.list_no, 4) = any($5::text[])
  order by c.decided_at, c.list_no limit $4`;

const RELEASES = `
  select decided_at as "decidedAt", list_no as "listNo", logistics_code as "logisticsCode",
    logistics_no as "logisticsNo", gross, is_off as "isOff"
  from ((${released(IMPORT)}) union all (${released(EXPORT)})
    union all (${released(DECLARED)})) all_ways
  order by decided_at, list_no limit $4`;

type Row = {
  decidedAt: Instant;
  listNo: string;
  logisticsCode: string;
  logisticsNo: string;
  gross: Scaled5 | null;
  isOff: boolean;
};

/** A transaction this old is over: nothing is released behind the page any more. */
const SETTLED = 5_000;

/**
 * A page of releases whose parcels may still pass a lane, the oldest first, signed and good for
 * some hours.
 * @param after `next` of the page before; `0` begins
 */
export async function signedReleases(
  house: LaneHouse & Pick<House, 'entropy'>,
  after: string,
  limit: number = LIMITS.lanePage,
): Promise<SignedPage> {
  const { index, snapshot } = await house.registry.fresh(house.db);
  const at = house.clock.now();
  const carriers = carriersOf(snapshot);
  const first = at - LIMITS.laneListDays * DAY;
  const [from, listNo] = placeOf(after);
  const rows = await house.db.query<Row>(RELEASES, [
    ...[instantText(Math.max(from, first)), from < first ? '' : listNo],
    ...[instantText(at - SETTLED), limit, index.profile.customs, carriers],
  ]);
  const last = rows.at(-1);
  const next = last === undefined ? after : `${last.decidedAt}-${last.listNo}`;
  const released = rows
    .filter(({ isOff }) => !isOff)
    .map((row) => ({ hash: waybillHash(row.logisticsCode, row.logisticsNo), gross: row.gross }));
  const text = writeReleasePage({
    ...{ zone: index.profile.name, issuedAt: at, after, next, carriers, released },
    expiresAt: at + LIMITS.laneListHours * 3_600_000,
    allowance: index.laneAllowance(businessDate(at)),
  });
  const key = privateKeyOf(await laneSeed(house.db, house.entropy));
  const keyId = keyIdOf(publicKeyText(key));
  return { keyId, text, signature: signPage(text, key), next, released: released.length };
}

/** The schema of the window lets no other texts through. */
function placeOf(after: string): readonly [Instant, string] {
  const [at = '0', listNo = ''] = after.split('-');
  return [Number(at), listNo];
}
