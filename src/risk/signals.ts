import { type Instant, isoShanghai } from '../base/dates.ts';
import { inKeyOrder, keyOf } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/**
 * Something that makes an enterprise suspicious. `code` is that of a finding, `ref` names what
 * raised it (of payment data the session of the pull), and `detail` holds nothing personal.
 */
export type Signal = {
  readonly enterprise: string;
  readonly source: SignalSource;
  readonly code: string;
  readonly ref: string;
  readonly at: Instant;
  readonly orderNo: string | null;
  readonly listNo: string | null;
  readonly detail: SignalDetail;
};

/** Which part of the platform raised it. */
export type SignalSource = 'payment-data' | 'sighting';

/** Where the finding points. */
export type SignalDetail = { readonly paths?: readonly string[] };

const STORE = `
  insert into risk.signals (enterprise_code, source, code, ref, at, order_no, list_no,
    detail)
  select d.enterprise_code, d.source, d.code, d.ref, d.at, d.order_no, d.list_no, d.detail::jsonb
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
    $7::text[], $8::text[])
    as d (enterprise_code, source, code, ref, at, order_no, list_no, detail)
  on conflict (enterprise_code, source, code, ref) do nothing`;

/** Stores signals; one that is there stays as it is. One statement, none for no signals. */
export async function storeSignals(tx: Sql, signals: readonly Signal[]): Promise<void> {
  if (signals.length === 0) return;
  const rows = inKeyOrder(signals, (one) => keyOf(one.enterprise, keyOf(one.code, one.ref)));
  await tx.execute(STORE, [
    rows.map(({ enterprise }) => enterprise),
    rows.map(({ source }) => source),
    rows.map(({ code }) => code),
    rows.map(({ ref }) => ref),
    rows.map(({ at }) => instantText(at)),
    rows.map(({ orderNo }) => orderNo),
    rows.map(({ listNo }) => listNo),
    rows.map(({ detail }) => JSON.stringify(detail)),
  ]);
}

const COLUMNS = `enterprise_code as enterprise, source, code, ref, at, order_no as "orderNo",
  list_no as "listNo", detail`;

const OF_LIST = `select ${COLUMNS} from risk.signals where list_no = $1 order by at, code`;

/** The signals about one list, the oldest first. */
export function signalsOfList(sql: Sql, listNo: string): Promise<Signal[]> {
  return sql.query<Signal>(OF_LIST, [listNo]);
}

// Two texts, each with its index: a plan for both would read all there is.
const latest = (where: string): string => `select ${COLUMNS} from risk.signals
  ${where} order by at desc, code limit $1::integer`;
const LATEST = latest('');
const LATEST_OF = latest('where enterprise_code = $2');

/** The latest signals, of one enterprise or of all, the newest first. */
export function latestSignals(
  sql: Sql,
  enterprise: string | null,
  limit: number,
): Promise<Signal[]> {
  return enterprise === null
    ? sql.query<Signal>(LATEST, [limit])
    : sql.query<Signal>(LATEST_OF, [limit, enterprise]);
}

/** A signal as JSON for the authority. */
export function signalJson({ at, ...signal }: Signal) {
  return { at: isoShanghai(at), ...signal };
}
