import { first } from './breaks.ts';

/** A list of one attempt, of which nothing came back. */
const LONE_LIST = first(
  'documents.export_lists',
  'pre_no',
  `not exists (select from documents.export_lists l where l.attempt = 2
    and l.order_no = documents.export_lists.order_no)
    and not exists (select from export.cases c join export.returns using (list_no)
    where c.order_no = documents.export_lists.order_no)`,
);

/** Laws that read the list of a decision. */
const WITHOUT_LIST = [
  ...['receipts', 'numbers', 'waiting', 'export-release', 'export-way', 'export-values'],
  ...['export-channels', 'statistics', 'summary-results'],
].join(' ');

/** What is altered of documents of exports, and the laws that are broken by it and no others. */
export const EXPORT_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  ...(['export_orders', 'collections', 'export_waybills'] as const).map(
    (table) =>
      [
        `a row of ${table} is gone`,
        'records receipts export-release declarations',
        `delete from documents.${table} where ${first(`documents.${table}`, 'message_id, record')}`,
      ] as const,
  ),
  [
    'an export list is gone',
    `records ${WITHOUT_LIST} cockpit`,
    `delete from documents.export_lists where ${LONE_LIST}`,
  ],
  [
    'an export order has another number',
    'documents export-release declarations',
    `update documents.export_orders set order_no = 'X' || order_no
     where ${first('documents.export_orders', 'order_no')}`,
  ],
  [
    'a collection stands among the export orders',
    'documents export-release',
    `with moved as (delete from documents.collections
       where ${first('documents.collections', 'order_no')} returning *)
     insert into documents.export_orders (accepted_at, message_id, record, version, deleted,
       ebp_code, order_no)
     select accepted_at, message_id, record, version, deleted, 'X', order_no from moved`,
  ],
  [
    'an export waybill has another number',
    'documents export-release declarations',
    `update documents.export_waybills set logistics_no = 'X' || logistics_no
     where ${first('documents.export_waybills', 'logistics_no')}`,
  ],
  [
    'an export list has another waybill',
    'documents waiting',
    `update documents.export_lists set logistics_no = 'X' || logistics_no
     where ${first('documents.export_lists', 'pre_no')}`,
  ],
  [
    'an export list has the number of one of imports',
    'numbers receipts',
    `update documents.export_lists set pre_no = (select max(pre_no) from documents.lists)
     where ${first('documents.export_lists', 'pre_no')}`,
  ],
  [
    'an attempt of an export list is left out',
    `numbers ${WITHOUT_LIST} cockpit`,
    `update documents.export_lists set attempt = 3
     where ${first('documents.export_lists', 'pre_no', 'attempt = 2')}`,
  ],
  [
    'an export waybill stands on somebody else',
    'records',
    `insert into documents.export_waybills (accepted_at, message_id, record, version, use_no,
       deleted, logistics_code, logistics_no)
     select accepted_at, gen_random_uuid(), record, version, use_no, deleted, 'X', 'X'
     from documents.export_waybills
     where ${first('documents.export_waybills', 'logistics_no')}`,
  ],
  [
    'a waybill does not find its departure',
    'shipments',
    `delete from documents.shipments
     where ${first(
       'documents.shipments',
       'logistics_no',
       `name like 'CEB509 %' and exists (
       select from documents.shipments o where o.code = documents.shipments.code
         and o.name = documents.shipments.name and o.ctid <> documents.shipments.ctid)`,
     )}`,
  ],
  [
    'an export list that left holds no waybill',
    'claims export-release',
    `update export.waybill_claims set list_no = null where list_no = (
       select min(list_no) from export.cases where state = '899')`,
  ],
  [
    'a withdrawn export list still holds its waybill',
    'claims',
    `update export.waybill_claims w set list_no = c.list_no from export.cases c
     where c.state = '430' and w.logistics_no = c.logistics_no`,
  ],
  ['an export list does not wait any more', 'waiting', 'delete from export.waiting'],
  [
    'an export list waits that is decided',
    'waiting',
    `insert into export.waiting (ebp_code, order_no, attempt, logistics_code, logistics_no, missing,
       since)
     select ebp_code, order_no, attempt, logistics_code, logistics_no, '{}', decided_at
     from export.cases where state = '899' order by list_no limit 1`,
  ],
  [
    'the withdrawal of an export list was never granted',
    'requests receipts',
    `delete from clearance.requests where name like 'CEB605 %'`,
  ],
  [
    'a number of an export list was never taken',
    'numbers',
    `update documents.numbers set next = 1 where name like 'list:%:E'`,
  ],
];
