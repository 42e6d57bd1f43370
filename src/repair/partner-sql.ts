import { ofPartner, standsIn } from '../documents/partner-refusals.ts';
import type { Partner } from '../documents/partners.ts';

/*
 * What is asked of orders, payments and waybills where lists are asked of cases. Parameters and
 * columns are those of the statements about lists.
 */

const OF_CAUSE = 'sender = $2 and code = $3 and field = $4 and value = $5';

/** Begins the items of a repair: those refused for a cause and not filed since, by age. */
export const partnerItems = (partner: Partner): string => `
  insert into repair.items (job, position, ebp_code, order_no, attempt, list_no, state,
    refused_message, refused_record)
  select $1, row_number() over (order by refused_at, message_id, record), firm, number, 0, number,
    'open', message_id, record
  from (
    select * from documents.refusals r
    where ${OF_CAUSE} and ${ofPartner(partner)} and ${standsIn(partner)}
      and ($7::text[] is null or number = any($7::text[]))
    order by refused_at, message_id, record limit $6
  ) r`;

/** How many stand refused for a cause. */
export const partnerBeyond = (partner: Partner): string => `
  select count(*)::int as n from documents.refusals r
  where sender = $1 and code = $2 and field = $3 and value = $4 and ${ofPartner(partner)}
    and ${standsIn(partner)}`;

/** Which of these records still stand refused: their messages, and their numbers in them. */
export const partnerStanding = (partner: Partner): string => `
  select distinct r.message_id as "messageId", r.record
  from unnest($2::text[], $3::text[], $4::uuid[], $5::smallint[])
      as u (firm, number, message_id, record)
    join documents.refusals r on r.sender = $1 and ${ofPartner(partner)} and r.firm = u.firm
      and r.number = u.number and r.message_id = u.message_id and r.record = u.record
  where ${standsIn(partner)}`;

/** What became of the documents of a repair that were sent. */
export const partnerEnds = ({ table, columns: [firm, number] }: Partner): string => `
  select i.position, coalesce(d.message_id = i.message_id, false) as filed, u.reason,
    coalesce(u.codes, '{}') as codes
  from (
    select * from repair.items where job = $1 and state = 'sent'
    order by position limit $2 offset $3
  ) i
    left join lateral (
      select message_id from ${table} d where d.${firm} = i.ebp_code and d.${number} = i.order_no
      offset 0
    ) d on true
    left join documents.unfiled u on u.message_id = i.message_id and u.record = 0
  order by i.position`;

/** Why documents of a repair were refused again. */
export const PARTNER_AGAIN = `
  select u.code, coalesce(min(r.field), '') as field, coalesce(min(r.zh), u.code) as zh,
    coalesce(min(r.en), u.code) as en, min(r.hint) as hint, min(r.hint_zh) as "hintZh",
    count(distinct i.position)::int as lists
  from repair.items i cross join unnest(i.codes) u (code)
    join repair.jobs j on j.id = i.job
    left join documents.refusals r on r.sender = j.enterprise and r.direction = j.direction
      and r.document = j.document and r.firm = i.ebp_code and r.number = i.order_no
      and r.message_id = i.message_id and r.code = u.code
  where i.job = $1 and i.result = 'refused' group by u.code order by lists desc, u.code limit $2`;
