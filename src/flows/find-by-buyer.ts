import { type BusinessDate, yearOf } from '../base/dates.ts';
import { keyColumns } from '../base/keys.ts';
import { buyerAccount } from '../clearance/facts.ts';
import { isMaskedIdentity } from '../documents/identity-number.ts';
import { maskKey } from '../documents/terms-of.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { beginning } from '../registry/profile-parameters.ts';
import {
  type FoundList,
  type FoundParcels,
  type KeyRow,
  keysOf,
  type ListPlace,
  listsOf,
  parcelsOf,
} from './find-parcels.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * Keys of the parcels of a buyer: what was counted against the accounts in `$1`, and what was
 * returned before it was. The accounts of a person begin with the person's key, so the postings are
 * an index by buyer.
 */
export const BY_BUYER = `
  select c.ebp_code, c.order_no from (
    select distinct ref from ledger.postings where key = any($1::text[]) and ledger = 'quota'
  ) p join clearance.cases c on c.list_no = p.ref
  union
  select ebp_code, order_no from clearance.cases
  where buyer_key = $2 and state in ('100', '430')`;

/** What `BY_BUYER` takes: the accounts of a buyer from a year on, and the key of the person. */
export function buyerAsked(idKey: string, from: number, today: BusinessDate): [string[], string] {
  const accounts: string[] = [];
  for (let year = from; year <= yearOf(today); year += 1) {
    accounts.push(buyerAccount('quota', idKey, `${year}-01-01`).key);
  }
  return [accounts, idKey];
}

/** Keys of the parcels of a buyer in all years of the law. */
async function keysByBuyer(
  sql: Sql,
  { hash, index }: Pick<RegistryView, 'hash' | 'index'>,
  idNumber: string,
  today: BusinessDate,
): Promise<string[]> {
  const first = yearOf(beginning(index.profile.parameters));
  const rows = await sql.query<KeyRow>(BY_BUYER, buyerAsked(hash('id', idNumber), first, today));
  return keysOf(rows);
}

const BY_MASK = 'select ebp_code, order_no from clearance.cases where buyer_mask = $1';

/** Keys of the parcels whose buyers' numbers look so when they are masked. */
async function keysByMask(
  sql: Sql,
  { hash }: Pick<RegistryView, 'hash'>,
  masked: string,
): Promise<string[]> {
  return keysOf(await sql.query<KeyRow>(BY_MASK, [maskKey(masked, hash)]));
}

/**
 * The parcels of a buyer that were decided on, and all attempts to declare them. Lists that wait
 * are not found by their buyer: they would need an index on every case, some 60 bytes and a write
 * a parcel, for what the order number finds as well.
 * @param today the last year looked at; the first is that in which the law of the zone begins
 */
export async function findByBuyer(
  sql: Sql,
  registry: Pick<RegistryView, 'hash' | 'index'>,
  idNumber: string,
  today: BusinessDate,
): Promise<FoundParcels> {
  return parcelsOf(sql, await keysByBuyer(sql, registry, idNumber, today));
}

/** Which lists of a buyer are shown, the latest first. */
export type BuyerQuery = {
  /** Whole, or masked as on screens: then the lists of all whose number looks so. */
  readonly idNumber: string;
  readonly today: BusinessDate;
  /** Of those that this enterprise takes part in; null for the whole zone. */
  readonly reader: string | null;
  /** Whether those that are to be inspected are among them. */
  readonly withInspections: boolean;
  readonly after: ListPlace | null;
  readonly limit: number;
};

const PERSONS_LISTS = `
  select lists.* from (${listsOf('import', 'lists', 'clearance')}) lists
  join documents.lists l on l.ebp_code = lists."ebpCode" and l.order_no = lists."orderNo"
    and l.attempt = lists.attempt
  where ($3::text is null or $3 = any(string_to_array(l.readers, ' ')))
    and ($4::boolean or lists.state <> '500')
    and (lists."acceptedAt", lists."preNo") < ($5::timestamptz, $6::text)
  order by lists."acceptedAt" desc, lists."preNo" desc limit $7`;

/** A page of the lists of a buyer, as `findByBuyer` finds them. Two statements. */
export async function listsByBuyer(
  sql: Sql,
  registry: Pick<RegistryView, 'hash' | 'index'>,
  { idNumber, today, reader, withInspections, after, limit }: BuyerQuery,
): Promise<{ readonly lists: readonly FoundList[]; readonly next: ListPlace | null }> {
  const keys = isMaskedIdentity(idNumber)
    ? await keysByMask(sql, registry, idNumber)
    : await keysByBuyer(sql, registry, idNumber, today);
  const found = await sql.query<FoundList>(PERSONS_LISTS, [
    ...keyColumns(keys),
    ...[reader, withInspections],
    after === null ? 'infinity' : instantText(after.at),
    ...[after?.name ?? '', limit + 1],
  ]);
  const lists = found.slice(0, limit);
  const last = found.length > limit ? lists.at(-1) : undefined;
  return { lists, next: last === undefined ? null : { at: last.acceptedAt, name: last.preNo } };
}
