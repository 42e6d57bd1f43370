import { first } from './breaks.ts';

const list = (where: string): string =>
  `(select list_no from export.cases where ${where} order by list_no limit 1)`;
/**
 * The first list of each kind by its number; the one that passed is sold to a person, and was not
 * closed and opened again, as that was another decision than the one that is looked at.
 */
export const PASSED = list(`state = '800' and trade_mode = '9610'
  and list_no not in (select list_no from export.take_backs)`);
const CLOSED = list(`state = '899' and channel = 'B' and departure_name is not null
  and list_no not in (select list_no from export.summary_taken_back)`);
const SIMPLE = list("state = '899' and channel = 'A'");
const WAITING = list("state = '400'");
const ofCase = (keys: string, listNo: string): string =>
  `(${keys}) = (select ${keys} from export.cases where list_no = ${listNo})`;
const ofOrder = ofCase('ebp_code, order_no', PASSED);
const ofWaybill = ofCase('logistics_code, logistics_no', PASSED);

/** What is altered of exports, and the laws that are broken by it and no others. */
export const EXPORT_LAW_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'the order of an export is deleted',
    'export-release',
    `update documents.export_orders set deleted = true where ${ofOrder}`,
  ],
  [
    'the collection of an export is deleted',
    'export-release',
    `update documents.collections set deleted = true where ${ofOrder}`,
  ],
  [
    'the waybill of an export is deleted',
    'export-release',
    `update documents.export_waybills set deleted = true where ${ofWaybill}`,
  ],
  [
    'an export holds no waybill',
    'export-release claims',
    `update export.waybill_claims set list_no = null where ${ofWaybill}`,
  ],
  [
    'a returned export holds a waybill',
    'claims',
    `insert into export.waybill_claims (logistics_code, logistics_no, epoch, list_no)
     values ('X', 'Y', 0, ${list("state = '100'")})`,
  ],
  [
    'an export passed that has not arrived',
    'export-way receipts facts pools cockpit',
    `update export.cases set state = '800', released_at = decided_at where list_no = ${WAITING}`,
  ],
  [
    'an export waits that has arrived',
    'export-way receipts facts pools cockpit',
    `update export.cases set state = '400', released_at = null where list_no = ${PASSED}`,
  ],
  [
    'an export was closed by another departure',
    'export-way',
    `update export.cases set departure_name = 'CEB509 X 1' where list_no = ${CLOSED}`,
  ],
  [
    'an export left under another master waybill',
    'export-way',
    `update export.cases set bill_no = 'X' where list_no = ${CLOSED}`,
  ],
  [
    'the master waybill of an export is none',
    'export-way',
    `update export.cases set master_name = 'CEB607 X 1' where list_no = ${CLOSED}`,
  ],
  [
    'a departure that closed an export was decided at another time',
    'export-way',
    `update clearance.requests r set decided_at = r.decided_at + interval '1 second'
     from export.cases c where c.list_no = ${CLOSED} and r.code = c.departure_code
       and r.name = c.departure_name`,
  ],
  [
    'an export was released after it left',
    'export-way',
    `update export.cases set released_at = closed_at + interval '1 hour'
     where list_no = ${CLOSED}`,
  ],
  [
    'an export was withdrawn after its release',
    'export-way requests receipts facts claims summaries summary-results statistics cockpit' +
      ' export-returns',
    `update export.cases set state = '430', closed_at = null where list_no = ${CLOSED}`,
  ],
  [
    'an export is worth a fen more',
    'export-values statistics',
    `update export.cases set fob = fob + 1 where list_no = ${CLOSED}`,
  ],
  [
    'a currency had another rate',
    'export-values declarations',
    'update registry.exchange_rates set rate = rate + 1',
  ],
  [
    'a simplified export is worth more than a ticket may be',
    'export-channels export-values statistics',
    `update export.cases set fob = 500001 where list_no = ${SIMPLE}`,
  ],
  [
    'a simplified export is to be declared',
    'export-channels statistics summaries summary-results',
    `update export.cases set channel = 'B' where list_no = ${SIMPLE}`,
  ],
  [
    'there was a duty on simplified exports',
    'export-channels profiles declarations',
    `update registry.profile_versions set content = replace(content,
       '"duty":"0/1"', '"duty":"1/10"')`,
  ],
  [
    'an overseas warehouse was never on file',
    'export-warehouses exits',
    'delete from registry.overseas_warehouses',
  ],
  [
    'overseas warehouses were on file before that day only',
    'export-warehouses',
    `update registry.overseas_warehouses set until_day = '2016-04-09'`,
  ],
  [
    'overseas warehouses stand elsewhere',
    'export-warehouses exits',
    `update registry.overseas_warehouses set country = '998'`,
  ],
  [
    'a group of sums has a list more',
    'summaries',
    `update export.summary_groups set lists = lists + 1
     where ${first('export.summary_groups', 'id')}`,
  ],
  [
    'a sum is a cent more',
    'summary-results',
    `update export.summary_lines set total = total + 1 where ${first(
      'export.summary_lines',
      'group_id, line_no',
      'uses > 0 and group_id in (select id from export.summary_groups where sum_no is null)',
    )}`,
  ],
  [
    'a sum is of other goods',
    'summary-results',
    `update export.summary_lines set gcode = 'X' where ${first(
      'export.summary_lines',
      'group_id, line_no',
      'uses > 0 and group_id in (select id from export.summary_groups where sum_no is null)',
    )}`,
  ],
  [
    'an application for a summary was granted by nobody',
    'summary-results requests receipts',
    `delete from clearance.requests where name like 'CEB701 %' and state = '399'`,
  ],
  [
    'results of a summary were never to be told',
    'summary-results',
    'update export.summary_applications set told_position = 0',
  ],
  [
    'an export has the letter of an import',
    'numbers receipts claims export-release export-way',
    `update export.cases set list_no = replace(list_no, 'E', 'I') where list_no = ${PASSED}`,
  ],
  [
    'an export that waits for its documents is forgotten',
    'waiting',
    `delete from export.waiting where ${first('export.waiting', 'order_no')}`,
  ],
  [
    'an export was withdrawn, and nobody asked for it',
    'requests receipts',
    `delete from clearance.requests where name like 'CEB605 %' and state = '399'`,
  ],
  [
    'a master waybill was never decided',
    'requests receipts',
    `delete from clearance.requests where name like 'CEB607 %' and state = '120'`,
  ],
  [
    'an export keeps no place of its facts',
    'facts export-release export-values export-way pools statistics summary-results',
    `update export.cases set position = null where list_no = ${PASSED}`,
  ],
];
