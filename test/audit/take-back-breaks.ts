import { first } from './breaks.ts';

/** The words of officers are kept from changes. */
const OPEN = 'alter table export.take_backs disable trigger keep;';
/** Of a list that came out of no book and departed no more. */
const APPROVED = `(list_no, position) = (
  select b.list_no, b.position from export.take_backs b join export.cases c using (list_no)
  where b.action = 'approved' and c.state = '800' and c.trade_mode = '9610'
  order by b.list_no limit 1)`;
const DECLARED = `action = 'approved' and list_no in (select entry_id from b2b.declarations)`;
const PUT_BACK = first('bonded.movements', 'line', "document like 'take-back %'");

/** What is altered of closings that were taken back, and the laws that are broken by it alone. */
export const TAKE_BACK_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a closing was taken back by nobody',
    'export-way summaries',
    `${OPEN} delete from export.take_backs where ${APPROVED}`,
  ],
  [
    'a closing was taken back by one person alone',
    'export-way',
    `${OPEN} update export.take_backs set officer = (
       select p.officer from export.take_backs p where p.list_no = take_backs.list_no
         and p.position = take_backs.position - 1)
     where ${APPROVED}`,
  ],
  [
    'a closing was taken back for another reason than was proposed',
    'export-way',
    `${OPEN} update export.take_backs set reason = 'X' where ${APPROVED}`,
  ],
  [
    'another closing was taken back than the list had',
    'export-way',
    `${OPEN} update export.take_backs set closed_at = closed_at - interval '1 second'
     where ${APPROVED}`,
  ],
  [
    'a list that was taken back says that a departure closed it',
    'export-way',
    `update export.cases set departure_name = 'X' where ${first(
      'export.cases',
      'list_no',
      "state = '800' and list_no in (select list_no from export.take_backs)",
    )}`,
  ],
  [
    'a list that was taken back is released anew',
    'export-way',
    `update export.cases set released_at = decided_at where ${first(
      'export.cases',
      'list_no',
      "state = '800' and list_no in (select list_no from export.take_backs)",
    )}`,
  ],
  [
    'a closing of a customs declaration was taken back by nobody',
    'export-way',
    `${OPEN} delete from export.take_backs where ${DECLARED}`,
  ],
  [
    'a customs declaration that was taken back is released anew',
    'declarations',
    `update b2b.declarations set released_at = decided_at where state = '800'
       and entry_id in (select list_no from export.take_backs)`,
  ],
  [
    'the step of a declaration that was taken back names another word',
    'export-way',
    `update b2b.steps set reference = reference || '1' where reference like 'take-back %'`,
  ],
  [
    'a withdrawn list is under a master waybill',
    'export-way',
    `update export.cases set master_name = 'X'
     where ${first('export.cases', 'list_no', "state = '430'")}`,
  ],
  [
    'a list that was taken back is in its declaration',
    'summaries summary-results',
    `delete from export.summary_taken_back t using export.summary_groups g
     where g.id = t.group_id and g.sum_no is not null`,
  ],
  [
    'goods that were put back are promised to nobody',
    'departures ledger',
    `delete from ledger.postings where kind = 'reserve' and ref like '%E%/1'`,
  ],
  [
    'more goods were put back than had left',
    'departures stock',
    `update bonded.movements set quantity = quantity + 1 where ${PUT_BACK}`,
  ],
  [
    'goods that a stock-take found meanwhile were put back twice',
    'departures stock',
    `with found as (
       select m.book_no, m.record_no, 'FOUND' as lot_no, t.closed_at as at
       from export.take_backs t join bonded.movements m
         on m.document = 'take-back ' || t.list_no || '/' || t.serial
       order by t.list_no limit 1
     ), lot as (
       insert into bonded.lots (book_no, record_no, lot_no, opened_at, quantity, status, owner,
         location, document)
       select book_no, record_no, lot_no, at, 1, 'surplus', 'X', 'A-01', 'count X' from found
     )
     insert into bonded.movements (at, quantity, book_no, record_no, lot_no, document, line)
     select at, 1, book_no, record_no, lot_no, 'count X', 'surplus FOUND A-01' from found`,
  ],
  [
    'a month was revised, and nothing was taken back of it',
    'statistics',
    `insert into export.statistics_revisions (lists, lines, fob, month, revised_on)
     values (1, 1, 1, '2020-09', '2020-10-01')`,
  ],
  [
    'a declarant was reminded, and nobody noted it',
    'reminders',
    `delete from export.summary_reminders
     where ${first('export.summary_reminders', 'month, agent_code')}`,
  ],
  [
    'a declarant was reminded of a month that was not over',
    'reminders',
    `update export.summary_reminders set deadline = month`,
  ],
];
