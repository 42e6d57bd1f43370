import type { BusinessDate, Instant } from '../base/dates.ts';
import { inKeyOrder } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Service } from './classify.ts';

/** A parcel that is to be inspected, as it was chosen. */
export type ChosenParcel = {
  readonly listNo: string;
  readonly preNo: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  /** Whose class it was chosen by: the seller, or the agent of one overseas. */
  readonly enterpriseCode: string;
  readonly agentCode: string;
  readonly customsCode: string;
  readonly enterpriseClass: string;
  readonly goodsClass: string;
  readonly weight: number;
  readonly priority: number;
  readonly place: 'yard' | 'spot';
  /** What both officers have to be licensed for. */
  readonly needs: readonly Service[];
  readonly label: 'random' | 'targeted' | 'ordered' | 'forced';
  readonly rules: readonly string[];
  readonly draw: { readonly day: BusinessDate; readonly sequence: number } | null;
};

const STORE = `
  insert into inspection.inspections (list_no, serial, selected_at, drawn_day, drawn_sequence,
    weight, priority, label, state, pre_no, ebp_code, order_no, logistics_code, logistics_no,
    enterprise_code, agent_code, customs_code, enterprise_class, goods_class, place, needs, rules)
  select u.list_no, 1, $1::timestamptz, u.drawn_day, u.drawn_sequence, u.weight, u.priority,
    u.label, 'selected', u.pre_no, u.ebp_code, u.order_no, u.logistics_code, u.logistics_no,
    u.enterprise_code, u.agent_code, u.customs_code, u.enterprise_class, u.goods_class, u.place,
    string_to_array(u.needs, ' '), string_to_array(u.rules, ' ')
  from unnest($2::text[], $3::date[], $4::integer[], $5::integer[], $6::smallint[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
    $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[])
    as u (list_no, drawn_day, drawn_sequence, weight, priority, label, pre_no, ebp_code, order_no,
      logistics_code, logistics_no, enterprise_code, agent_code, customs_code, enterprise_class,
      goods_class, place, needs, rules)`;

/** Notes parcels that are to be inspected. One statement, none when there are none. */
export async function storeInspections(
  tx: Sql,
  parcels: readonly ChosenParcel[],
  at: Instant,
): Promise<void> {
  if (parcels.length === 0) return;
  const rows = inKeyOrder(parcels, ({ listNo }) => listNo);
  const column = <T>(of: (row: ChosenParcel) => T): T[] => rows.map(of);
  await tx.execute(STORE, [
    instantText(at),
    column(({ listNo }) => listNo),
    column(({ draw }) => draw?.day ?? null),
    column(({ draw }) => draw?.sequence ?? null),
    column(({ weight }) => weight),
    column(({ priority }) => priority),
    column(({ label }) => label),
    column(({ preNo }) => preNo),
    column(({ ebpCode }) => ebpCode),
    column(({ orderNo }) => orderNo),
    column(({ logisticsCode }) => logisticsCode),
    column(({ logisticsNo }) => logisticsNo),
    column(({ enterpriseCode }) => enterpriseCode),
    column(({ agentCode }) => agentCode),
    column(({ customsCode }) => customsCode),
    column(({ enterpriseClass }) => enterpriseClass),
    column(({ goodsClass }) => goodsClass),
    column(({ place }) => place),
    column(({ needs }) => needs.join(' ')),
    column(({ rules }) => rules.join(' ')),
  ]);
}

const HITS = `
  select enterprise_code as "enterpriseCode", count(*)::integer as hits
  from inspection.inspections
  where enterprise_code = any($1::text[]) and concluded_at > $2::timestamptz
    and outcome not in ('release', 'again')
    and label <> 'forced'
  group by enterprise_code`;

/**
 * How often inspections of these enterprises found something since an instant; what an order number
 * of a sandbox asked for is no finding. One statement.
 */
export async function hitsOf(
  sql: Sql,
  enterprises: readonly string[],
  since: Instant,
): Promise<Map<string, number>> {
  if (enterprises.length === 0) return new Map();
  const rows = await sql.query<{ enterpriseCode: string; hits: number }>(HITS, [
    [...new Set(enterprises)].sort(),
    instantText(since),
  ]);
  return new Map(rows.map(({ enterpriseCode, hits }) => [enterpriseCode, hits]));
}

const CONCLUDE = `
  update inspection.inspections i set state = 'concluded', concluded_at = $1::timestamptz,
    outcome = u.outcome
  from unnest($2::text[], $3::text[]) as u (list_no, outcome)
  where i.list_no = u.list_no and i.concluded_at is null`;

/**
 * Ends the inspections of these lists. One statement.
 * @returns how many there were
 */
export async function endInspections(
  tx: Sql,
  ended: readonly { readonly listNo: string; readonly outcome: string }[],
  at: Instant,
): Promise<number> {
  const rows = inKeyOrder(ended, ({ listNo }) => listNo);
  return tx.execute(CONCLUDE, [
    instantText(at),
    rows.map(({ listNo }) => listNo),
    rows.map(({ outcome }) => outcome),
  ]);
}

const WAITING = `
  select list_no as "listNo", pre_no as "preNo" from inspection.inspections
  where concluded_at is null and (list_no = any($1::text[]) or pre_no = any($1::text[]))`;

/** Which of these lists, by either of their numbers, wait for the end of an inspection. */
export async function waitingLists(sql: Sql, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ listNo: string; preNo: string }>(WAITING, [numbers]);
  return new Set(rows.flatMap(({ listNo, preNo }) => [listNo, preNo]));
}
