import { countAttempts } from '../access/attempts.ts';
import { type BusinessDate, businessDate, DAY, type Instant, yearOf } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { maskIdentity, maskName } from '../documents/masking.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { registryAuthority } from '../registry/identity-authority.ts';
import { type BuyerQuota, buyerQuota } from './buyer-quota.ts';
import { BY_BUYER, buyerAsked } from './find-by-buyer.ts';
import type { House } from './house.ts';
import { firmsIn } from './lists.ts';

/** Who somebody says to be, and the number of an order or waybill of theirs that shows it. */
export type BuyerProof = {
  readonly name: string;
  readonly idNumber: string;
  readonly number: string;
};

/**
 * Where a parcel is, in the words of a buyer. What customs does with one that it looks at is one
 * word: before the end nobody may know that it is to be inspected (RAND-7).
 */
export type BuyerState =
  | 'arriving'
  | 'checking'
  | 'released'
  | 'returned'
  | 'withdrawn'
  | 'sent-back'
  | 'destroyed';

/** A parcel of a buyer: nothing of anybody else. */
export type BuyerParcel = {
  readonly platform: string;
  readonly orderNo: string;
  readonly carrier: string;
  readonly waybillNo: string;
  readonly listNo: string;
  readonly state: BuyerState;
  readonly declaredAt: Instant;
  /** Since when it is in that state. */
  readonly at: Instant;
  /** Fen: what counts against the year, its tax, and what of that was given back. */
  readonly dutiable: Fen;
  readonly tax: Fen;
  readonly refunded: Fen;
};

/** What a buyer is told. */
export type BuyerRecord = {
  /** Masked: enough to see that the right person was meant. */
  readonly name: string;
  readonly idNumber: string;
  /** Fen, of one order. */
  readonly singleLimit: Fen;
  readonly quota: BuyerQuota;
  /** Of a year, the latest first. */
  readonly parcels: readonly BuyerParcel[];
  /** Whether there are more than are shown. */
  readonly isCut: boolean;
};

/** Why nothing is told: too many attempts, with the seconds to wait; 0 when something is wrong. */
export type NotShown = { readonly wait: number };

/** What a buyer sees without an account (RULES ID-5). */
export type Buyers = {
  show(proof: BuyerProof, address: string): Promise<BuyerRecord | NotShown>;
};

/** A person mistypes a few times; who guesses at the numbers of another has 20 guesses a day. */
const BY_PERSON = { times: 5, within: 15 * 60_000 };
const BY_PERSON_A_DAY = { times: 20, within: DAY };
const BY_ADDRESS = { times: 30, within: 15 * 60_000 };

/** How long ago customs may have decided on the parcel that shows whose it is. */
const PROOF_DAYS = 366;
const MOST_PARCELS = 100;

/** What a house tells buyers. */
export function buyersOn({ db, clock, registry }: House): Buyers {
  const book = { sql: db, secret: registry.current().snapshot.hashKey };
  const persons = countAttempts(book, 'buyer', BY_PERSON);
  const days = countAttempts(book, 'buyer-day', BY_PERSON_A_DAY);
  const addresses = countAttempts(book, 'buyer-address', BY_ADDRESS);
  return {
    show: async (proof, address) => {
      const now = clock.now();
      const view = await registry.fresh(db);
      const idKey = view.hash('id', proof.idNumber);
      const wait =
        (await addresses.count(address, now)) ||
        (await persons.count(idKey, now)) ||
        (await days.count(idKey, now));
      if (wait > 0) return { wait };
      // All of it is looked at whatever is wrong, so that the time tells nothing of which it is.
      const nameKey = view.hash('name', proof.name);
      const [[known], holders] = await Promise.all([
        registryAuthority(db).check([{ idKey, nameKey }]),
        holdersOf(db, firmsIn(view.snapshot), proof.number, now - PROOF_DAYS * DAY),
      ]);
      if (known !== 'match' || !holders.includes(idKey)) return { wait: 0 };
      await persons.clear(idKey);
      await days.clear(idKey);
      await addresses.forgive(address);
      const today = businessDate(now);
      const all = await parcelsOf(db, idKey, today, now - PROOF_DAYS * DAY);
      const nameOf = (code: string) => view.snapshot.enterprises.get(code)?.name ?? code;
      return {
        name: maskName(proof.name),
        idNumber: maskIdentity(proof.idNumber),
        singleLimit: view.index.at(today).singleLimit,
        quota: await buyerQuota(db, view, proof.idNumber, today),
        parcels: all.slice(0, MOST_PARCELS).map((row) => parcelOf(row, nameOf)),
        isCut: all.length > MOST_PARCELS,
      };
    },
  };
}

// List numbers are published with inspections, so they show nothing and are not looked for.
const HOLDERS = `
  select c.buyer_key as key from unnest($1::text[]) as u (code)
  join clearance.cases c on c.ebp_code = u.code and c.order_no = $3
  where c.decided_at >= $4::timestamptz
  union
  select c.buyer_key from unnest($2::text[]) as u (code)
  join clearance.waybill_claims w on w.logistics_code = u.code and w.logistics_no = $3
  join clearance.cases c on c.list_no = w.list_no
  where c.decided_at >= $4::timestamptz`;

/** Keys of the persons whose order or waybill has this number. */
async function holdersOf(
  sql: Sql,
  { platforms, carriers }: ReturnType<typeof firmsIn>,
  number: string,
  since: Instant,
): Promise<(string | null)[]> {
  const given = [platforms, carriers, number, instantText(since)];
  const rows = await sql.query<{ key: string | null }>(HOLDERS, given);
  return rows.map(({ key }) => key);
}

const PARCELS = `
  select c.ebp_code as "ebpCode", c.order_no as "orderNo", c.logistics_code as "logisticsCode",
    c.logistics_no as "waybillNo", c.list_no as "listNo", c.state, c.decided_at as at,
    l.accepted_at as "declaredAt", c.dutiable, c.duty + c.consumption_tax + c.vat as tax,
    coalesce(r.tax, 0)::bigint as refunded
  from (${BY_BUYER}) k
  join clearance.cases c on c.ebp_code = k.ebp_code and c.order_no = k.order_no
  join documents.lists l on l.ebp_code = c.ebp_code and l.order_no = c.order_no
    and l.attempt = c.attempt
  left join lateral (
    select sum(duty + consumption_tax + vat) as tax from clearance.refunds
    where list_no = c.list_no and state = 'closed'
  ) r on true
  where c.buyer_key = $2 and c.list_no is not null and c.decided_at >= $3::timestamptz
  order by l.accepted_at desc, c.list_no desc limit ${MOST_PARCELS + 1}`;

type Row = Omit<BuyerParcel, 'platform' | 'carrier' | 'state'> & {
  readonly ebpCode: string;
  readonly logisticsCode: string;
  readonly state: string;
};

function parcelsOf(sql: Sql, idKey: string, today: BusinessDate, since: Instant): Promise<Row[]> {
  const asked = buyerAsked(idKey, yearOf(businessDate(since)), today);
  return sql.query<Row>(PARCELS, [...asked, instantText(since)]);
}

const STATES: Readonly<Record<string, BuyerState>> = {
  ...{ '800': 'released', '400': 'arriving', '100': 'returned', '430': 'withdrawn' },
  ...{ '700': 'sent-back', '599': 'destroyed' },
};

function parcelOf(
  { ebpCode, logisticsCode, state, ...rest }: Row,
  nameOf: (code: string) => string,
): BuyerParcel {
  return {
    ...rest,
    platform: nameOf(ebpCode),
    carrier: nameOf(logisticsCode),
    state: STATES[state] ?? 'checking',
  };
}
