import type { Instant } from '../../base/dates.ts';
import { instantText, type Sql } from '../../io/postgres.ts';
import type { MessageView } from '../evidence-walk.ts';
import type { Tally } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { elementOf } from '../xml-text.ts';

/** A document beside the list: what brings it, what it is called, its table and its key. */
type Kind = {
  readonly direction: string;
  readonly document: string;
  readonly table: string;
  readonly columns: readonly [string, string];
  readonly elements: readonly [string, string];
  /** Longest number that its schema has. */
  readonly most: number;
};

const order: Pick<Kind, 'document' | 'columns' | 'elements'> = {
  document: 'order',
  columns: ['ebp_code', 'order_no'],
  elements: ['ebpCode', 'orderNo'],
};
const waybill: Pick<Kind, 'document' | 'columns' | 'elements'> = {
  document: 'waybill',
  columns: ['logistics_code', 'logistics_no'],
  elements: ['logisticsCode', 'logisticsNo'],
};

/** By message. */
export const REFUSED_KINDS: Readonly<Record<string, Kind>> = {
  CEB311: { direction: 'import', table: 'orders', most: 60, ...order },
  CEB411: {
    ...{ direction: 'import', document: 'payment', table: 'payments', most: 60 },
    columns: ['pay_code', 'pay_transaction_id'],
    elements: ['payCode', 'payTransactionId'],
  },
  CEB511: { direction: 'import', table: 'waybills', most: 60, ...waybill },
  CEB303: { direction: 'export', table: 'export_orders', most: 60, ...order },
  CEB403: { direction: 'export', table: 'collections', most: 60, ...order, document: 'payment' },
  CEB505: { direction: 'export', table: 'export_waybills', most: 32, ...waybill },
};

/** Longest code of a firm. */
const FIRM = 18;
/** Messages whose schema says that an empty appStatus is that of a draft. */
const DRAFT_WHEN_EMPTY: readonly string[] = ['CEB303', 'CEB403'];

type Refused = {
  readonly type: string;
  readonly sender: string;
  readonly at: Instant;
  readonly messageId: string;
  readonly record: number;
  readonly firm: string;
  readonly number: string;
};

/** Refused orders, payments and waybills of a message, as their bytes tell their numbers. */
export function refusedIn({ row, raw, rows }: MessageView): Refused[] {
  const kind = REFUSED_KINDS[row.type];
  if (kind === undefined) return [];
  return rows.flatMap(({ kind: filed, reason, record }): Refused[] => {
    if (filed !== 'unfiled' || reason !== 'refused') return [];
    const head = raw?.records[record]?.head ?? '';
    const status = elementOf(head, 'appStatus');
    if (status === '1' || (status === '' && DRAFT_WHEN_EMPTY.includes(row.type))) return [];
    const [firm = '', number = ''] = kind.elements.map((one) => elementOf(head, one) ?? '');
    if (firm === '' || number === '' || firm.length > FIRM || number.length > kind.most) return [];
    const { type, sender, received_at: at, message_id: messageId } = row;
    return [{ type, sender, at, messageId, record, firm, number }];
  });
}

/**
 * Whether each of these stands under a cause, or its sender was refused the number again, or it was
 * filed since, or it was the same as what is filed; and whether each cause is of a refused record.
 */
export async function checkRefused(
  sql: Sql,
  tally: Tally,
  refused: readonly Refused[],
): Promise<void> {
  for (const [type, kind] of Object.entries(REFUSED_KINDS)) {
    const own = refused.filter((one) => one.type === type);
    for (let from = 0; from < own.length; from += PART) {
      const part = own.slice(from, from + PART);
      const rows = await sql.query<{ example: string }>(unexplained(kind), [
        part.map(({ sender }) => sender),
        part.map(({ firm }) => firm),
        part.map(({ number }) => number),
        part.map(({ at }) => instantText(at)),
        part.map(({ messageId }) => messageId),
        part.map(({ record }) => record),
      ]);
      const examples = rows.map(({ example }) => example);
      tally.add(part.length, examples.length, examples);
    }
    const counted = `select count(*) as n from documents.refusals r where ${of(kind)}`;
    await checkBySql(sql, tally, counted, unfounded(type, kind));
  }
}

const PART = 1_000;

const of = ({ direction, document }: Kind): string =>
  `r.direction = '${direction}' and r.document = '${document}'`;

/** Causes are kept since a certain step; what was refused before stands under none. */
const unexplained = ({ table, columns: [first, second], ...kind }: Kind): string => `
  select '${kind.document} ' || u.number || ' was refused and stands under no cause' as example
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::uuid[], $6::smallint[])
    as u (sender, firm, number, at, message_id, record)
  where u.at > (select applied_at from onestep.migrations where name = '0070-document-repairs')
    and not exists (select from documents.refusals r
      where r.sender = u.sender and r.direction = '${kind.direction}'
        and r.document = '${kind.document}' and r.firm = u.firm and r.number = u.number
        and r.refused_at >= u.at)
    and not exists (select from documents.${table} d
      where d.${first} = u.firm and d.${second} = u.number and d.accepted_at >= u.at)
    and not exists (select from documents.unfiled f
      where f.message_id = u.message_id and f.record = u.record and f.codes = '{repeat}')`;

/** A refusal of filing is kept by its reason, and told by the code that the trade has for it. */
const unfounded = (type: string, kind: Kind): string => `
  select '${kind.document} ' || r.number || ' stands under ' || r.code
    || ', which it was not refused for'
  from documents.refusals r
    left join documents.messages m on m.message_id = r.message_id and m.type = '${type}'
      and m.sender = r.sender and m.received_at = r.refused_at
    left join documents.unfiled f on f.message_id = m.message_id and f.record = r.record
      and f.reason = 'refused'
  where ${of(kind)} and (f.message_id is null or not (r.code = any(f.codes)
    or f.codes && array['conflict', 'absent', 'used', 'not-possible']))`;
