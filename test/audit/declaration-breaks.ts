import { first } from './breaks.ts';
import { WAITS } from './declared.ts';

/** The one that waits is that of `declareSome`, whose price has freight in it. */
const standing = (state: string): string => (state === '400' ? WAITS : `state = '${state}'`);
const one = (state: string): string => first('b2b.declarations', 'decl_seq_no', standing(state));
const own = (keys: string, state: string): string => `(${keys}) = (
  select ${keys} from b2b.declarations where ${standing(state)} order by decl_seq_no limit 1)`;

const DEARER = `convert_to(replace(convert_from(body, 'UTF8'), '10000', '10001'), 'UTF8')`;

/** What is altered of customs declarations and requests, and the laws broken by it alone. */
export const DECLARATION_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] =
  [
    [
      'a byte of a declaration is another',
      'declarations',
      `update b2b.declarations set body = set_byte(body, 20, 65) where ${one('400')}`,
    ],
    [
      'a declaration has other bytes and their digest',
      'declarations',
      `update b2b.declarations set body = ${DEARER}, digest = sha256(${DEARER})
     where ${one('400')}`,
    ],
    [
      'a declaration is of another consignor',
      'declarations',
      `update b2b.declarations set ebc_code = 'X' where ${one('400')}`,
    ],
    [
      'a declaration is worth more',
      'declarations',
      `update b2b.declarations set fob = fob + 1, line_fobs[1] = line_fobs[1] + 1
     where ${one('400')}`,
    ],
    [
      'a declaration pays less duty, and its notice too',
      'declarations',
      `with less as (
       update b2b.declarations set duty = duty - 1, line_duties[1] = line_duties[1] - 1
       where ${one('600')} returning decl_seq_no)
     update clearance.duty_notices set duty = duty - 1
     from less where document = 'declaration ' || decl_seq_no`,
    ],
    [
      'the notice of a declaration asks for less',
      'declarations',
      `update clearance.duty_notices set duty = duty - 1
     where ${first('clearance.duty_notices', 'duty_no', "document like 'declaration %'")}`,
    ],
    [
      'a declaration is released without its duty',
      'declarations',
      `update clearance.duty_notices set paid_at = null
     where document like 'declaration %' and paid_at is not null`,
    ],
    [
      'the order of a declaration is free for a list',
      'declarations',
      `update export.cases set state = 'open' where ${own('ebp_code, order_no', '400')}`,
    ],
    [
      'the waybill of a declaration is free',
      'claims',
      `update export.waybill_claims set list_no = null
     where ${own('logistics_code, logistics_no', '400')}`,
    ],
    [
      'the customs number of a declaration has another form',
      'declarations claims',
      `update b2b.declarations set entry_id = left(entry_id, 17) || 'X' where ${one('400')}`,
    ],
    [
      'a number was never taken',
      'declarations',
      `update documents.numbers set next = 1 where name = 'export-declaration'`,
    ],
    [
      'a step of a declaration is gone',
      'declarations',
      `delete from b2b.steps where step = 1 and ${own('decl_seq_no', '400')}`,
    ],
    [
      'a declaration was released at another time',
      'declarations',
      `update b2b.declarations set released_at = released_at - interval '1 hour'
     where ${one('800')}`,
    ],
    [
      'a declaration was closed by another departure',
      'declarations',
      `update b2b.declarations set departure_name = 'CEB509 X 1' where ${one('899')}`,
    ],
    [
      'a declaration has left that has not',
      'declarations statistics cockpit',
      `update b2b.declarations set state = '800', closed_at = null where ${one('899')}`,
    ],
    [
      'a declaration was concluded by somebody who is not on the staff',
      'declarations',
      `update b2b.steps set officer = 'X9' where officer is not null`,
    ],
    [
      'nobody concluded a declaration that was in hand',
      'declarations',
      'update b2b.steps set officer = null, reason = null where officer is not null',
    ],
    [
      'what the law has inspected says that a rule chose it',
      'pools publication',
      `update inspection.inspections set label = 'targeted' where label = 'ordered'`,
    ],
    [
      'a declaration passed without a look',
      'pools',
      `update registry.settings set value = '0' where name = 'declarations-looked-since';
     update b2b.steps set stream = null, sequence = null where state = '500' and decl_seq_no in (
       select pre_no from inspection.inspections where label = 'ordered')`,
    ],
    [
      'a drawn declaration had another chance',
      'pools',
      `update inspection.inspections set weight = weight + 1 where pre_no like 'D%'`,
    ],
    [
      'what a look at a declaration rested on is gone',
      'facts',
      `update b2b.steps set rested = null where state = '500' and decl_seq_no in (
       select pre_no from inspection.inspections where label = 'ordered')`,
    ],
    [
      'an inspected declaration goes on as its officers did not say',
      'inspections publication',
      `update inspection.inspections set outcome = 'amend'
     where label = 'ordered' and outcome = 'release'`,
    ],
    [
      'a granted withdrawal is forgotten',
      'requests receipts export-way summary-results export-returns declarations',
      `delete from clearance.requests where state = '399'`,
    ],
  ];
