import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { inKeyOrder, keyOf } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type Cause, type CausedBy, causesAt, type Place } from './cause.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import type { Field } from './ceb/fields.ts';
import { PARTNERS, type Partner } from './partners.ts';
import type { Values } from './read-group.ts';
import type { CountedCause, Refusals, RefusedList } from './refusal-store.ts';
import type { DocumentRef } from './terms.ts';

/** A record that was not filed, with why. */
export type RefusedRecord = {
  readonly type: string;
  readonly head: Values;
  readonly lines: readonly Values[];
  readonly ref: DocumentRef;
  readonly sender: string;
  readonly findings: readonly Finding[];
};

const BY_MESSAGE = new Map(PARTNERS.map((partner) => [partner.message, partner]));

/** Longest value that a cause keeps: codes are shorter than whatever tells of a person. */
const CODE_CHARACTERS = 10;

const FORGET = `
  delete from documents.refusals r
  using unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    as u (sender, direction, document, firm, number)
  where r.sender = u.sender and r.direction = u.direction and r.document = u.document
    and r.firm = u.firm and r.number = u.number`;
const INSERT = `
  insert into documents.refusals (refused_at, sender, direction, document, firm, number, message_id,
    record, code, field, value, path, zh, en, hint, hint_zh)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::uuid[], $8::smallint[], $9::text[], $10::text[], $11::text[], $12::text[],
    $13::text[], $14::text[], $15::text[], $16::text[]) u`;

/**
 * Keeps why orders, payments and waybills were not filed, and forgets what the same numbers of the
 * same senders were refused for before. Two statements where there are some, else none.
 */
export async function storePartnerRefusals(
  tx: Sql,
  refused: readonly RefusedRecord[],
  at: Instant,
): Promise<void> {
  const latest = new Map(refused.flatMap(keyedOf).map((one) => [one.key, one]));
  if (latest.size === 0) return;
  const keyed = inKeyOrder(latest.values(), ({ key }) => key);
  const rows = keyed.flatMap((one) => causesOf(one).map((cause) => ({ ...one, cause })));
  await Promise.all([
    tx.execute(FORGET, keyColumns(keyed)),
    tx.execute(INSERT, [
      instantText(at),
      ...keyColumns(rows),
      rows.map(({ record }) => record.ref.messageId),
      rows.map(({ record }) => record.ref.record),
      rows.map(({ cause }) => cause.code),
      rows.map(({ cause }) => cause.field),
      rows.map(({ cause }) => cause.value),
      rows.map(({ cause }) => cause.finding.path),
      rows.map(({ cause }) => cause.finding.zh),
      rows.map(({ cause }) => cause.finding.en),
      rows.map(({ cause }) => cause.finding.hint),
      rows.map(({ cause }) => cause.finding.hintZh ?? null),
    ]),
  ]);
}

type Keyed = {
  /** Sender and key together. */
  readonly key: string;
  readonly partner: Partner;
  readonly record: RefusedRecord;
  readonly firm: string;
  readonly number: string;
};

/** Drafts, other documents, and what lacks its number or firm are told by their receipts alone. */
function keyedOf(record: RefusedRecord): Keyed[] {
  const partner = BY_MESSAGE.get(record.type);
  if (partner === undefined || record.head.appStatus === '1') return [];
  const { fields } = present(CATALOGUE.get(record.type), 'message of a partner').head;
  const [firm = '', number = ''] = partner.elements.map((element) => {
    const value = record.head[element] ?? '';
    return value.length > sizeOf(fields, element) ? '' : value;
  });
  if (firm === '' || number === '') return [];
  const key = [record.sender, record.type, keyOf(firm, number)].reduce(keyOf);
  return [{ key, partner, record, firm, number }];
}

const sizeOf = (fields: readonly Field[], element: string): number =>
  present(
    fields.find((field) => field.element === element),
    'element of a key',
  ).size.max;

function keyColumns(rows: readonly Keyed[]): string[][] {
  return [
    rows.map(({ record }) => record.sender),
    rows.map(({ partner }) => partner.direction),
    rows.map(({ partner }) => partner.document),
    rows.map(({ firm }) => firm),
    rows.map(({ number }) => number),
  ];
}

function causesOf({ record: { type, head, lines, findings } }: Keyed): CausedBy[] {
  const table = present(CATALOGUE.get(type), 'message of a partner');
  return causesAt(findings, ({ group, element, line }: Place) => {
    const known = [table.head, table.lines].find((one) => one?.element === group);
    if (known === undefined || known === null) return null;
    const field = known.fields.find((one) => one.element === element);
    if (field === undefined) return element === '' ? { value: '' } : null;
    const values = line === null ? head : (lines[line - 1] ?? {});
    return { value: codeIn(field, values[element] ?? '') };
  });
}

/** What stands in an element of codes, unless it can be none. */
function codeIn({ kind, personal, size }: Field, value: string): string {
  const isCode = kind === 'text' && personal === null && size.max <= CODE_CHARACTERS;
  return isCode && value.length <= size.max && /^[\w.-]*$/.test(value) ? value : '';
}

/**
 * A condition on `documents.refusals r`: its number was not filed since. The look-up goes through
 * the key of the document, whatever the planner thinks of their number.
 */
export const standsIn = ({ table, columns: [firm, number] }: Partner): string => `
  not exists (select from (
    select accepted_at from ${table} d where d.${firm} = r.firm and d.${number} = r.number
    offset 0
  ) d where d.accepted_at >= r.refused_at)`;

/** Rows of one kind of document. */
export const ofPartner = ({ direction, document }: Partner): string =>
  `r.direction = '${direction}' and r.document = '${document}'`;

const FILED_SINCE = PARTNERS.map(
  (partner) => `
  delete from documents.refusals where ctid = any(array(
    select ctid from documents.refusals r where ${ofPartner(partner)} and not ${standsIn(partner)}
    limit $1))`,
);

/** Forgets refusals whose numbers were filed since, so that counting looks at what stands. */
export async function forgetFiled(sql: Sql, limit: number): Promise<void> {
  for (const text of FILED_SINCE) {
    // Parts, so that nobody who files waits for long.
    while ((await sql.execute(text, [limit])) === limit);
  }
}

/** Why documents of one kind were not filed, as what is refused of lists is told. */
export function partnerRefusals(partner: Partner): Pick<Refusals<never>, 'causes' | 'lists'> {
  const texts = textsOf(partner);
  return {
    causes: (sql, sender, limit) => sql.query<CountedCause>(texts.causes, [sender, limit]),
    lists: (sql, sender, { code, field, value }: Cause, after, limit) => {
      const from = after === null ? '-infinity' : instantText(after.at);
      const [, message = NO_MESSAGE, record = '0'] = NAME.exec(after?.name ?? '') ?? [];
      const place = [from, message, Number(record)];
      return sql.query<RefusedList>(texts.lists, [sender, code, field, value, ...place, limit]);
    },
  };
}

/** What a page of records goes on after: no number of theirs is theirs alone. */
const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,4})$/;
const NO_MESSAGE = '00000000-0000-0000-0000-000000000000';

const textsOf = (partner: Partner) => ({
  causes: `
  select k.*, w.zh, w.en, w.hint, w.hint_zh as "hintZh" from (
    select code, field, value, count(*)::int as lists, max(refused_at) as latest
    from documents.refusals r where sender = $1 and ${ofPartner(partner)} and ${standsIn(partner)}
    group by code, field, value order by lists desc, code, field, value limit $2
  ) k cross join lateral (
    select zh, en, hint, hint_zh from documents.refusals r
    where sender = $1 and ${ofPartner(partner)}
      and r.code = k.code and r.field = k.field and r.value = k.value
    order by refused_at desc, message_id desc, record desc limit 1
  ) w order by lists desc, code, field, value`,
  lists: `
  select number as "listNo", firm as "ebpCode", number as "orderNo", refused_at as at, path, zh, en,
    message_id || '-' || record as name
  from documents.refusals r
  where sender = $1 and ${ofPartner(partner)} and code = $2 and field = $3 and value = $4
    and (refused_at, message_id, record) > ($5::timestamptz, $6::uuid, $7::smallint)
    and ${standsIn(partner)}
  order by refused_at, message_id, record limit $8`,
});
